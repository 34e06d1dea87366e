namespace Kiln.Neural;

/// <summary>What layers share that make sequences, images or volumes larger by whole factors.</summary>
public abstract class UpSampling : Module
{
    private readonly int[] _factors;

    private protected UpSampling(int[] factors, Interpolation between) => (_factors, Between) = (SlidingWindow.Positive(factors, "factor", "UpSampling"), between);

    private protected ReadOnlySpan<int> Factors => _factors;

    private protected Interpolation Between { get; }

    /// <inheritdoc/>
    /// <param name="x">(batch, …, channels).</param>
    /// <returns>The same with each axis between batch and channels so many times as long.</returns>
    /// <exception cref="ShapeException">The input has other axes, or is empty.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public sealed override Tensor Forward(Tensor x)
    {
        InputChecks.Grid(Label, x, _factors.Length);
        var sizes = new int[_factors.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            long size = (long)x.Shape[i + 1] * _factors[i];
            sizes[i] = size is >= 1 and <= int.MaxValue
                ? (int)size
                : throw new ShapeException($"{Label}: axis {i + 1} of {x.Shape} times {_factors[i]} would have {size} elements");
        }

        return Functional.Resize(x, sizes, Between);
    }

    internal override LastAxis Lead(LastAxis given) => given;

    internal override OutputRange? RangeOf(OutputRange? given) => given;

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("factor", _factors);
    }
}
