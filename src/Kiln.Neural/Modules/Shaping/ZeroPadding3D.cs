namespace Kiln.Neural;

/// <summary>Zeros around volumes (batch, depth, height, width, channels).</summary>
public sealed class ZeroPadding3D : ZeroPadding
{
    /// <summary>Makes the layer.</summary>
    /// <param name="padding">How many on each side: one number, or <c>Padding.Of(front, back, top, bottom, left, right)</c>; 1 by default, as in Keras.</param>
    /// <exception cref="ArgumentException">The padding is a rule instead of amounts, or is for another number of axes.</exception>
    public ZeroPadding3D(Padding? padding = null)
        : base(axes: 3, padding ?? 1)
    {
    }
}
