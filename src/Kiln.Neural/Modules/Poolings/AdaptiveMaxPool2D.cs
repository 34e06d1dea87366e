namespace Kiln.Neural;

/// <summary>The largest element of each of a fixed number of bins over images (batch, height, width, channels), whatever their size. PyTorch's bins.</summary>
public sealed class AdaptiveMaxPool2D : AdaptivePooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="bins">The number of bins: one number, or (height, width).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public AdaptiveMaxPool2D(Size2D bins)
        : base(bins.ToArray())
    {
    }

    /// <summary>The number of bins.</summary>
    public Size2D Bins => Size2D.From(Sizes);

    internal static AdaptiveMaxPool2D Read(ModuleConfig config) => new(Size2D.Read(config, "bins"));

    private protected override Tensor Apply(Tensor x) => Functional.AdaptiveMaxPool(x, Sizes);
}
