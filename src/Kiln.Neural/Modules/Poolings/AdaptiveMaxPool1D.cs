namespace Kiln.Neural;

/// <summary>The largest element of each of a fixed number of bins over sequences (batch, time, channels), whatever their size. PyTorch's bins.</summary>
public sealed class AdaptiveMaxPool1D : AdaptivePooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="bins">The number of bins.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public AdaptiveMaxPool1D(int bins)
        : base([bins])
    {
    }

    /// <summary>The number of bins.</summary>
    public int Bins => Sizes[0];

    internal static AdaptiveMaxPool1D Read(ModuleConfig config) => new(config.Ints("bins", 1)[0]);

    private protected override Tensor Apply(Tensor x) => Functional.AdaptiveMaxPool(x, Sizes);
}
