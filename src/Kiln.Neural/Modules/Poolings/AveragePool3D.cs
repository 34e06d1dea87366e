namespace Kiln.Neural;

/// <summary>The mean of each window over volumes (batch, depth, height, width, channels), channel by channel.</summary>
public sealed class AveragePool3D : Pooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="kernel">The window: one number, or (depth, height, width).</param>
    /// <param name="stride">How far the window moves; as far as it is large by default.</param>
    /// <param name="padding">What surrounds the volume; nothing (<see cref="Padding.Valid"/>) by default.</param>
    /// <param name="countPadding">
    /// Whether a mean counts padding as zeros, as PyTorch and Keras on PyTorch do (the default), or leaves it out, as TensorFlow does.
    /// </param>
    /// <exception cref="ArgumentException">A size is below 1, or the padding is not smaller than the window.</exception>
    public AveragePool3D(Size3D kernel, Size3D? stride = null, Padding padding = default, bool countPadding = true)
        : base(new SlidingWindow(nameof(AveragePool3D), kernel.ToArray(), (stride ?? kernel).ToArray(), padding)) => CountPadding = countPadding;

    /// <summary>The window.</summary>
    public Size3D Kernel => Size3D.From(Window.Kernel);

    /// <summary>How far the window moves.</summary>
    public Size3D Stride => Size3D.From(Window.Stride);

    /// <summary>Whether a mean counts padding as zeros.</summary>
    public bool CountPadding { get; }

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        base.Configure(config);
        config.Set("count_padding", CountPadding);
    }

    internal static AveragePool3D Read(ModuleConfig config) =>
        new(Size3D.Read(config, "kernel"), Size3D.Read(config, "stride"), Padding.Read(config, 3), config.Flag("count_padding"));

    private protected override Tensor Apply(Tensor x, Padding padding) =>
        Functional.AveragePool3D(x, Window.Pool3D(padding) with { CountIncludesPadding = CountPadding });
}
