namespace Kiln.Neural;

/// <summary>
/// What poolings to a fixed size share. Bin i of an axis holds the elements from ⌊i · in / bins⌋ to ⌈(i + 1) · in / bins⌉ − 1, as in PyTorch: neighbours
/// overlap where the numbers do not divide.
/// </summary>
public abstract class AdaptivePooling : Module
{
    private readonly int[] _bins;

    private protected AdaptivePooling(int[] bins) => _bins = SlidingWindow.Positive(bins, nameof(bins), "adaptive pooling");

    private protected ReadOnlySpan<int> Sizes => _bins;

    /// <inheritdoc/>
    /// <param name="x">(batch, …, channels).</param>
    /// <returns>(batch, bins, channels).</returns>
    /// <exception cref="ShapeException">The input has other axes, or nothing to pool.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public sealed override Tensor Forward(Tensor x)
    {
        InputChecks.Grid(Label, x, _bins.Length);
        InputChecks.NotEmpty(Label, x);
        return Apply(x);
    }

    internal override LastAxis Lead(LastAxis given) => given;

    internal override OutputRange? RangeOf(OutputRange? given) => given;

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("bins", _bins);
    }

    private protected abstract Tensor Apply(Tensor x);
}
