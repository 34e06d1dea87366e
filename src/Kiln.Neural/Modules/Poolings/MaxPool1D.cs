namespace Kiln.Neural;

/// <summary>The largest element of each window over sequences (batch, time, channels), channel by channel.</summary>
public sealed class MaxPool1D : Pooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="kernel">The length of the window.</param>
    /// <param name="stride">How far the window moves; as far as it is large by default.</param>
    /// <param name="padding">What surrounds the sequence, never the largest; nothing (<see cref="Padding.Valid"/>) by default.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the padding is not smaller than the window.</exception>
    public MaxPool1D(int kernel, int? stride = null, Padding padding = default)
        : base(new SlidingWindow(nameof(MaxPool1D), [kernel], [stride ?? kernel], padding))
    {
    }

    /// <summary>The length of the window.</summary>
    public int Kernel => Window.Kernel[0];

    /// <summary>How far the window moves.</summary>
    public int Stride => Window.Stride[0];

    internal static MaxPool1D Read(ModuleConfig config) =>
        new(config.Ints("kernel", 1)[0], config.Ints("stride", 1)[0], Padding.Read(config, 1));

    private protected override Tensor Apply(Tensor x, Padding padding) => Functional.MaxPool1D(x, Window.Pool1D(padding));
}
