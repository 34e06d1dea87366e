namespace Kiln.Neural;

/// <summary>A depthwise convolution over images (batch, height, width, channels): each channel alone, with bias and activation, one fused operation.</summary>
public sealed class DepthwiseConv2D : DepthwiseConvolution
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="kernel">The window: one number, or (height, width).</param>
    /// <param name="stride">How far the window moves; 1 by default.</param>
    /// <param name="padding">What surrounds the image; nothing (<see cref="Padding.Valid"/>) by default.</param>
    /// <param name="depthMultiplier">How many output channels each input channel gets; 1 by default.</param>
    /// <param name="dilation">The distance between the window's elements; 1 by default.</param>
    /// <param name="activation">Applied to the result; none by default.</param>
    /// <param name="bias">Whether a bias is added; true by default.</param>
    /// <param name="weightInitializer">The weights' start; <see cref="Initializers.GlorotUniform"/> by default, as in Keras.</param>
    /// <param name="biasInitializer">The bias's start; zeros by default.</param>
    /// <param name="dtype">The type of the parameters: float32 or float64.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public DepthwiseConv2D(
        int inputs,
        Size2D kernel,
        Size2D? stride = null,
        Padding padding = default,
        int depthMultiplier = 1,
        Size2D? dilation = null,
        Activation activation = Activation.None,
        bool bias = true,
        Initializer? weightInitializer = null,
        Initializer? biasInitializer = null,
        DType dtype = DType.Float32)
        : base(
            new SlidingWindow(nameof(DepthwiseConv2D), kernel.ToArray(), (stride ?? 1).ToArray(), padding, (dilation ?? 1).ToArray()),
            inputs,
            depthMultiplier,
            activation,
            bias,
            weightInitializer,
            biasInitializer,
            dtype)
    {
    }

    /// <summary>The window.</summary>
    public Size2D Kernel => Size2D.From(Window.Kernel);

    /// <summary>How far the window moves.</summary>
    public Size2D Stride => Size2D.From(Window.Stride);

    /// <summary>The distance between the window's elements.</summary>
    public Size2D Dilation => Size2D.From(Window.Dilation);

    internal static DepthwiseConv2D Read(ModuleConfig config) => new(
        config.Int("inputs"),
        Size2D.Read(config, "kernel"),
        Size2D.Read(config, "stride"),
        Padding.Read(config, 2),
        config.Int("depth_multiplier"),
        Size2D.Read(config, "dilation"),
        config.Choice<Activation>("activation"),
        config.Flag("bias"),
        dtype: config.Choice<DType>("dtype"));
}
