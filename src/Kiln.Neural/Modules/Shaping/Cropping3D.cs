namespace Kiln.Neural;

/// <summary>The middle of volumes (batch, depth, height, width, channels).</summary>
public sealed class Cropping3D : Cropping
{
    /// <summary>Makes the layer.</summary>
    /// <param name="amounts">How much is cut off each side: one number, or <c>Padding.Of(front, back, top, bottom, left, right)</c>.</param>
    /// <exception cref="ArgumentException">The amounts are a rule, or for another number of axes.</exception>
    public Cropping3D(Padding amounts)
        : base(axes: 3, amounts)
    {
    }
}
