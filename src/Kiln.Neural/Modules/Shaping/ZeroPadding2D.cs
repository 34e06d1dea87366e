namespace Kiln.Neural;

/// <summary>Zeros around images (batch, height, width, channels).</summary>
public sealed class ZeroPadding2D : ZeroPadding
{
    /// <summary>Makes the layer.</summary>
    /// <param name="padding">How many on each side: one number, or <c>Padding.Of(top, bottom, left, right)</c>; 1 by default, as in Keras.</param>
    /// <exception cref="ArgumentException">The padding is a rule instead of amounts, or is for another number of axes.</exception>
    public ZeroPadding2D(Padding? padding = null)
        : base(axes: 2, padding ?? 1)
    {
    }
}
