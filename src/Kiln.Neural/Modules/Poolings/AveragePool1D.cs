namespace Kiln.Neural;

/// <summary>The mean of each window over sequences (batch, time, channels), channel by channel.</summary>
public sealed class AveragePool1D : Pooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="kernel">The length of the window.</param>
    /// <param name="stride">How far the window moves; as far as it is large by default.</param>
    /// <param name="padding">What surrounds the sequence; nothing (<see cref="Padding.Valid"/>) by default.</param>
    /// <param name="countPadding">
    /// Whether a mean counts padding as zeros, as PyTorch and Keras on PyTorch do (the default), or leaves it out, as TensorFlow does.
    /// </param>
    /// <exception cref="ArgumentException">A size is below 1, or the padding is not smaller than the window.</exception>
    public AveragePool1D(int kernel, int? stride = null, Padding padding = default, bool countPadding = true)
        : base(new SlidingWindow(nameof(AveragePool1D), [kernel], [stride ?? kernel], padding)) => CountPadding = countPadding;

    /// <summary>The length of the window.</summary>
    public int Kernel => Window.Kernel[0];

    /// <summary>How far the window moves.</summary>
    public int Stride => Window.Stride[0];

    /// <summary>Whether a mean counts padding as zeros.</summary>
    public bool CountPadding { get; }

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        base.Configure(config);
        config.Set("count_padding", CountPadding);
    }

    internal static AveragePool1D Read(ModuleConfig config) =>
        new(config.Ints("kernel", 1)[0], config.Ints("stride", 1)[0], Padding.Read(config, 1), config.Flag("count_padding"));

    private protected override Tensor Apply(Tensor x, Padding padding) =>
        Functional.AveragePool1D(x, Window.Pool1D(padding) with { CountIncludesPadding = CountPadding });
}
