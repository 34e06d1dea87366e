namespace Kiln.Neural;

/// <summary>The largest element of each window over images (batch, height, width, channels), channel by channel.</summary>
public sealed class MaxPool2D : Pooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="kernel">The window: one number, or (height, width).</param>
    /// <param name="stride">How far the window moves; as far as it is large by default.</param>
    /// <param name="padding">What surrounds the image, never the largest; nothing (<see cref="Padding.Valid"/>) by default.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the padding is not smaller than the window.</exception>
    public MaxPool2D(Size2D kernel, Size2D? stride = null, Padding padding = default)
        : base(new SlidingWindow(nameof(MaxPool2D), kernel.ToArray(), (stride ?? kernel).ToArray(), padding))
    {
    }

    /// <summary>The window.</summary>
    public Size2D Kernel => Size2D.From(Window.Kernel);

    /// <summary>How far the window moves.</summary>
    public Size2D Stride => Size2D.From(Window.Stride);

    /// <summary>Whether the windows are 2 × 2, side by side, and nothing surrounds the image.</summary>
    internal bool IsHalving => Kernel == 2 && Stride == 2 && Padding == Padding.Valid;

    internal static MaxPool2D Read(ModuleConfig config) =>
        new(Size2D.Read(config, "kernel"), Size2D.Read(config, "stride"), Padding.Read(config, 2));

    private protected override Tensor Apply(Tensor x, Padding padding) => Functional.MaxPool2D(x, Window.Pool2D(padding));
}
