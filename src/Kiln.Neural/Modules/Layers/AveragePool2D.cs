namespace Kiln.Neural;

/// <summary>The mean of each window, channel by channel.</summary>
public sealed class AveragePool2D : Module
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
    {
        Kernel = kernel.Positive(nameof(kernel));
        Stride = (stride ?? kernel).Positive(nameof(stride));
        Padding = PoolWindow.Check(kernel, padding);
        CountPadding = countPadding;
    }

    /// <summary>The window.</summary>
    public Size2D Kernel { get; }

    /// <summary>How far the window moves.</summary>
    public Size2D Stride { get; }

    /// <summary>What surrounds the image.</summary>
    public Padding Padding { get; }

    /// <summary>Whether a mean counts padding as zeros.</summary>
    public bool CountPadding { get; }

    /// <inheritdoc/>
    /// <param name="x">(batch, height, width, channels).</param>
    /// <returns>(batch, output height, output width, channels).</returns>
    /// <exception cref="ShapeException">These are no images, or the window does not fit.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x) =>
        Functional.AveragePool2D(x, PoolWindow.Options(Label, x, Kernel, Stride, Padding) with { CountIncludesPadding = CountPadding });

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        PoolWindow.Write(config, Kernel, Stride, Padding);
        config.Set("count_padding", CountPadding);
    }

    internal static AveragePool2D Read(ModuleConfig config) =>
        new(Size2D.Read(config, "kernel"), Size2D.Read(config, "stride"), Padding.Read(config), config.Flag("count_padding"));
}
