namespace Kiln.Neural;

/// <summary>A separable convolution over sequences (batch, time, channels): each channel alone, then all channels of each element.</summary>
public sealed class SeparableConv1D : SeparableConvolution
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="filters">Channels of the output.</param>
    /// <param name="kernel">The length of the window.</param>
    /// <param name="stride">How far the window moves; 1 by default.</param>
    /// <param name="padding">What surrounds the sequence; nothing (<see cref="Padding.Valid"/>) by default.</param>
    /// <param name="depthMultiplier">How many channels each input channel gets in between; 1 by default.</param>
    /// <param name="dilation">The distance between the window's elements; 1 by default.</param>
    /// <param name="activation">Applied to the result; none by default.</param>
    /// <param name="bias">Whether a bias is added; true by default.</param>
    /// <param name="depthwiseInitializer">The start of the weights of single channels; <see cref="Initializers.GlorotUniform"/> by default, as in Keras.</param>
    /// <param name="pointwiseInitializer">The start of the weights that mix channels; <see cref="Initializers.GlorotUniform"/> by default, as in Keras.</param>
    /// <param name="biasInitializer">The bias's start; zeros by default.</param>
    /// <param name="dtype">The type of the parameters: float32 or float64.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public SeparableConv1D(
        int inputs,
        int filters,
        int kernel,
        int stride = 1,
        Padding padding = default,
        int depthMultiplier = 1,
        int dilation = 1,
        Activation activation = Activation.None,
        bool bias = true,
        Initializer? depthwiseInitializer = null,
        Initializer? pointwiseInitializer = null,
        Initializer? biasInitializer = null,
        DType dtype = DType.Float32)
        : this(
            new DepthwiseConv1D(
                inputs, kernel, stride, padding, depthMultiplier, dilation, bias: false, weightInitializer: depthwiseInitializer, dtype: dtype),
            new Conv1D(
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

    private SeparableConv1D(DepthwiseConv1D depthwise, Conv1D pointwise)
        : base(axes: 1, depthwise, pointwise) => (Kernel, Stride, Dilation) = (depthwise.Kernel, depthwise.Stride, depthwise.Dilation);

    /// <summary>The length of the window.</summary>
    public int Kernel { get; }

    /// <summary>How far the window moves.</summary>
    public int Stride { get; }

    /// <summary>The distance between the window's elements.</summary>
    public int Dilation { get; }

    internal static SeparableConv1D Read(ModuleConfig config) =>
        config.Module("depthwise") is DepthwiseConv1D depthwise && config.Module("pointwise") is Conv1D pointwise
        && depthwise.Filters == pointwise.Inputs && pointwise.Kernel == 1
            ? new(depthwise, pointwise)
            : throw new FileFormatException($"{config.Place}: expected a depthwise_conv1d and a conv1d of single elements that takes its channels");
}
