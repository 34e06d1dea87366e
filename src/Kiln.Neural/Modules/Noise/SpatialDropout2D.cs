namespace Kiln.Neural;

/// <summary>Dropout of whole channels of images (batch, height, width, channels).</summary>
public sealed class SpatialDropout2D : SpatialDropout
{
    /// <summary>Makes the layer.</summary>
    /// <param name="rate">The probability of a channel to be zeroed, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside.</exception>
    public SpatialDropout2D(double rate)
        : base(axes: 2, rate)
    {
    }
}
