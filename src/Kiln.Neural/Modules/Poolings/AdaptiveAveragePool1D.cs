namespace Kiln.Neural;

/// <summary>The mean of each of a fixed number of bins over sequences (batch, time, channels), whatever their size. PyTorch's bins.</summary>
public sealed class AdaptiveAveragePool1D : AdaptivePooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="bins">The number of bins.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public AdaptiveAveragePool1D(int bins)
        : base([bins])
    {
    }

    /// <summary>The number of bins.</summary>
    public int Bins => Sizes[0];

    internal static AdaptiveAveragePool1D Read(ModuleConfig config) => new(config.Ints("bins", 1)[0]);

    private protected override Tensor Apply(Tensor x) => Functional.AdaptiveAveragePool(x, Sizes);
}
