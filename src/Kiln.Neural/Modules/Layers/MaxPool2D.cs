namespace Kiln.Neural;

/// <summary>The largest element of each window, channel by channel.</summary>
public sealed class MaxPool2D : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="kernel">The window: one number, or (height, width).</param>
    /// <param name="stride">How far the window moves; as far as it is large by default.</param>
    /// <param name="padding">What surrounds the image, never the largest; nothing (<see cref="Padding.Valid"/>) by default.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the padding is not smaller than the window.</exception>
    public MaxPool2D(Size2D kernel, Size2D? stride = null, Padding padding = default)
    {
        Kernel = kernel.Positive(nameof(kernel));
        Stride = (stride ?? kernel).Positive(nameof(stride));
        Padding = PoolWindow.Check(kernel, padding);
    }

    /// <summary>The window.</summary>
    public Size2D Kernel { get; }

    /// <summary>How far the window moves.</summary>
    public Size2D Stride { get; }

    /// <summary>What surrounds the image.</summary>
    public Padding Padding { get; }

    /// <inheritdoc/>
    /// <param name="x">(batch, height, width, channels).</param>
    /// <returns>(batch, output height, output width, channels).</returns>
    /// <exception cref="ShapeException">These are no images, or the window does not fit.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x) => Functional.MaxPool2D(x, PoolWindow.Options(Label, x, Kernel, Stride, Padding));

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config) => PoolWindow.Write(config, Kernel, Stride, Padding);

    internal static MaxPool2D Read(ModuleConfig config) =>
        new(Size2D.Read(config, "kernel"), Size2D.Read(config, "stride"), Padding.Read(config));
}
