namespace Kiln.Neural;

/// <summary>The mean of each window over images (batch, height, width, channels), channel by channel.</summary>
public sealed class AveragePool2D : Pooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="kernel">The window: one number, or (height, width).</param>
    /// <param name="stride">How far the window moves; as far as it is large by default.</param>
    /// <param name="padding">What surrounds the image; nothing (<see cref="Padding.Valid"/>) by default.</param>
    /// <param name="countPadding">
    /// Whether a mean counts padding as zeros, as PyTorch and Keras on PyTorch do (the default), or leaves it out, as TensorFlow does.
    /// </param>
    /// <exception cref="ArgumentException">A size is below 1, or the padding is not smaller than the window.</exception>
    public AveragePool2D(Size2D kernel, Size2D? stride = null, Padding padding = default, bool countPadding = true)
        : base(new SlidingWindow(nameof(AveragePool2D), kernel.ToArray(), (stride ?? kernel).ToArray(), padding)) => CountPadding = countPadding;

    /// <summary>The window.</summary>
    public Size2D Kernel => Size2D.From(Window.Kernel);

    /// <summary>How far the window moves.</summary>
    public Size2D Stride => Size2D.From(Window.Stride);

    /// <summary>Whether a mean counts padding as zeros.</summary>
    public bool CountPadding { get; }

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        base.Configure(config);
        config.Set("count_padding", CountPadding);
    }

    internal static AveragePool2D Read(ModuleConfig config) =>
        new(Size2D.Read(config, "kernel"), Size2D.Read(config, "stride"), Padding.Read(config, 2), config.Flag("count_padding"));

    private protected override Tensor Apply(Tensor x, Padding padding) =>
        Functional.AveragePool2D(x, Window.Pool2D(padding) with { CountIncludesPadding = CountPadding });
}
