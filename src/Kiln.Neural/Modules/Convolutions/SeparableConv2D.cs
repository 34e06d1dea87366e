namespace Kiln.Neural;

/// <summary>A separable convolution over images (batch, height, width, channels): each channel alone, then all channels of each element.</summary>
public sealed class SeparableConv2D : SeparableConvolution
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="filters">Channels of the output.</param>
    /// <param name="kernel">The window: one number, or (height, width).</param>
    /// <param name="stride">How far the window moves; 1 by default.</param>
    /// <param name="padding">What surrounds the image; nothing (<see cref="Padding.Valid"/>) by default.</param>
    /// <param name="depthMultiplier">How many channels each input channel gets in between; 1 by default.</param>
    /// <param name="dilation">The distance between the window's elements; 1 by default.</param>
    /// <param name="activation">Applied to the result; none by default.</param>
    /// <param name="bias">Whether a bias is added; true by default.</param>
    /// <param name="depthwiseInitializer">The start of the weights of single channels; <see cref="Initializers.GlorotUniform"/> by default, as in Keras.</param>
    /// <param name="pointwiseInitializer">The start of the weights that mix channels; <see cref="Initializers.GlorotUniform"/> by default, as in Keras.</param>
    /// <param name="biasInitializer">The bias's start; zeros by default.</param>
    /// <param name="dtype">The type of the parameters: float32 or float64.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public SeparableConv2D(
        int inputs,
        int filters,
        Size2D kernel,
        Size2D? stride = null,
        Padding padding = default,
        int depthMultiplier = 1,
        Size2D? dilation = null,
        Activation activation = Activation.None,
        bool bias = true,
        Initializer? depthwiseInitializer = null,
        Initializer? pointwiseInitializer = null,
        Initializer? biasInitializer = null,
        DType dtype = DType.Float32)
        : this(
            new DepthwiseConv2D(
                inputs, kernel, stride, padding, depthMultiplier, dilation, bias: false, weightInitializer: depthwiseInitializer, dtype: dtype),
            new Conv2D(
                checked(inputs * depthMultiplier),
                filters,
                kernel: 1,
                activation: activation,
                bias: bias,
                weightInitializer: pointwiseInitializer,
                biasInitializer: biasInitializer,
                dtype: dtype))
    {
    }

    private SeparableConv2D(DepthwiseConv2D depthwise, Conv2D pointwise)
        : base(axes: 2, depthwise, pointwise) => (Kernel, Stride, Dilation) = (depthwise.Kernel, depthwise.Stride, depthwise.Dilation);

    /// <summary>The window.</summary>
    public Size2D Kernel { get; }

    /// <summary>How far the window moves.</summary>
    public Size2D Stride { get; }

    /// <summary>The distance between the window's elements.</summary>
    public Size2D Dilation { get; }

    internal static SeparableConv2D Read(ModuleConfig config) =>
        config.Module("depthwise") is DepthwiseConv2D depthwise && config.Module("pointwise") is Conv2D pointwise
        && depthwise.Filters == pointwise.Inputs && pointwise.Kernel == 1
            ? new(depthwise, pointwise)
            : throw new FileFormatException($"{config.Place}: expected a depthwise_conv2d and a conv2d of single elements that takes its channels");
}
