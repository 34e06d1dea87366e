namespace Kiln.Neural;

/// <summary>The middle of sequences (batch, time, channels).</summary>
public sealed class Cropping1D : Cropping
{
    /// <summary>Makes the layer.</summary>
    /// <param name="amounts">How much is cut off each side: one number, or <c>Padding.Of(before, after)</c>.</param>
    /// <exception cref="ArgumentException">The amounts are a rule, or for another number of axes.</exception>
    public Cropping1D(Padding amounts)
        : base(axes: 1, amounts)
    {
    }
}
