namespace Kiln.Neural;

/// <summary>
/// What dropouts of whole channels share: in training, zeroes each channel of each item with a probability and scales the others by 1 / (1 − rate), since
/// neighbours in a feature map say nearly the same; in inference, does nothing. Tompson et al., "Efficient object localization using convolutional
/// networks" (2015).
/// </summary>
public abstract class SpatialDropout : NoiseLayer
{
    private readonly int _axes;

    private protected SpatialDropout(int axes, double rate)
        : base("rate", DropoutRate.Check(rate)) => _axes = axes;

    /// <summary>The probability of a channel to be zeroed.</summary>
    public double Rate => Strength;

    /// <inheritdoc/>
    /// <param name="x">(batch, …, channels).</param>
    /// <returns>A tensor of the same shape; in inference, the input.</returns>
    /// <exception cref="ShapeException">The input has other axes.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public sealed override Tensor Forward(Tensor x)
    {
        InputChecks.Grid(Label, x, _axes);
        return base.Forward(x);
    }

    private protected sealed override Tensor Change(Tensor x, RandomKey key)
    {
        int[] mask = [.. Enumerable.Repeat(1, x.Rank)]; // (B, 1, …, 1, C)
        (mask[0], mask[^1]) = (x.Shape[0], x.Shape[-1]);
        return x * Functional.Dropout(Tensor.Ones(mask, x.DType), Rate, key);
    }
}
