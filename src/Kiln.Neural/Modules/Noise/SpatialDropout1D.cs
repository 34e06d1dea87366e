namespace Kiln.Neural;

/// <summary>Dropout of whole channels of sequences (batch, time, channels).</summary>
public sealed class SpatialDropout1D : SpatialDropout
{
    /// <summary>Makes the layer.</summary>
    /// <param name="rate">The probability of a channel to be zeroed, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside.</exception>
    public SpatialDropout1D(double rate)
        : base(axes: 1, rate)
    {
    }
}
