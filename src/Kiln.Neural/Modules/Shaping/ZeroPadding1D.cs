namespace Kiln.Neural;

/// <summary>Zeros around sequences (batch, time, channels).</summary>
public sealed class ZeroPadding1D : ZeroPadding
{
    /// <summary>Makes the layer.</summary>
    /// <param name="padding">How many on each side: one number, or <c>Padding.Of(before, after)</c>; 1 by default, as in Keras.</param>
    /// <exception cref="ArgumentException">The padding is a rule instead of amounts, or is for another number of axes.</exception>
    public ZeroPadding1D(Padding? padding = null)
        : base(axes: 1, padding ?? 1)
    {
    }
}
