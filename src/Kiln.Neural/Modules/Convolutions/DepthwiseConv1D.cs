namespace Kiln.Neural;

/// <summary>A depthwise convolution over sequences (batch, time, channels): each channel alone, with bias and activation, one fused operation.</summary>
public sealed class DepthwiseConv1D : DepthwiseConvolution
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="kernel">The length of the window.</param>
    /// <param name="stride">How far the window moves; 1 by default.</param>
    /// <param name="padding">What surrounds the sequence; nothing (<see cref="Padding.Valid"/>) by default.</param>
    /// <param name="depthMultiplier">How many output channels each input channel gets; 1 by default.</param>
    /// <param name="dilation">The distance between the window's elements; 1 by default.</param>
    /// <param name="activation">Applied to the result; none by default.</param>
    /// <param name="bias">Whether a bias is added; true by default.</param>
    /// <param name="weightInitializer">The weights' start; <see cref="Initializers.GlorotUniform"/> by default, as in Keras.</param>
    /// <param name="biasInitializer">The bias's start; zeros by default.</param>
    /// <param name="dtype">The type of the parameters: float32 or float64.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public DepthwiseConv1D(
        int inputs,
        int kernel,
        int stride = 1,
        Padding padding = default,
        int depthMultiplier = 1,
        int dilation = 1,
        Activation activation = Activation.None,
        bool bias = true,
        Initializer? weightInitializer = null,
        Initializer? biasInitializer = null,
        DType dtype = DType.Float32)
        : base(
            new SlidingWindow(nameof(DepthwiseConv1D), [kernel], [stride], padding, [dilation]),
            inputs,
            depthMultiplier,
            activation,
            bias,
            weightInitializer,
            biasInitializer,
            dtype)
    {
    }

    /// <summary>The length of the window.</summary>
    public int Kernel => Window.Kernel[0];

    /// <summary>How far the window moves.</summary>
    public int Stride => Window.Stride[0];

    /// <summary>The distance between the window's elements.</summary>
    public int Dilation => Window.Dilation[0];

    internal static DepthwiseConv1D Read(ModuleConfig config) => new(
        config.Int("inputs"),
        config.Ints("kernel", 1)[0],
        config.Ints("stride", 1)[0],
        Padding.Read(config, 1),
        config.Int("depth_multiplier"),
        config.Ints("dilation", 1)[0],
        config.Choice<Activation>("activation"),
        config.Flag("bias"),
        dtype: config.Choice<DType>("dtype"));
}
