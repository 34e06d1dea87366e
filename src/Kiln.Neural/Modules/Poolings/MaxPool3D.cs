namespace Kiln.Neural;

/// <summary>The largest element of each window over volumes (batch, depth, height, width, channels), channel by channel.</summary>
public sealed class MaxPool3D : Pooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="kernel">The window: one number, or (depth, height, width).</param>
    /// <param name="stride">How far the window moves; as far as it is large by default.</param>
    /// <param name="padding">What surrounds the volume, never the largest; nothing (<see cref="Padding.Valid"/>) by default.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the padding is not smaller than the window.</exception>
    public MaxPool3D(Size3D kernel, Size3D? stride = null, Padding padding = default)
        : base(new SlidingWindow(nameof(MaxPool3D), kernel.ToArray(), (stride ?? kernel).ToArray(), padding))
    {
    }

    /// <summary>The window.</summary>
    public Size3D Kernel => Size3D.From(Window.Kernel);

    /// <summary>How far the window moves.</summary>
    public Size3D Stride => Size3D.From(Window.Stride);

    internal static MaxPool3D Read(ModuleConfig config) =>
        new(Size3D.Read(config, "kernel"), Size3D.Read(config, "stride"), Padding.Read(config, 3));

    private protected override Tensor Apply(Tensor x, Padding padding) => Functional.MaxPool3D(x, Window.Pool3D(padding));
}
