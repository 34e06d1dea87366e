namespace Kiln.Neural;

/// <summary>The middle of images (batch, height, width, channels).</summary>
public sealed class Cropping2D : Cropping
{
    /// <summary>Makes the layer.</summary>
    /// <param name="amounts">How much is cut off each side: one number, or <c>Padding.Of(top, bottom, left, right)</c>.</param>
    /// <exception cref="ArgumentException">The amounts are a rule, or for another number of axes.</exception>
    public Cropping2D(Padding amounts)
        : base(axes: 2, amounts)
    {
    }
}
