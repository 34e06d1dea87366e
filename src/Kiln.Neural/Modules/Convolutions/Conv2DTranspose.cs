namespace Kiln.Neural;

/// <summary>
/// A transposed convolution over images (batch, height, width, channels), with bias and activation, one fused operation. The base class states the
/// output's size.
/// </summary>
public sealed class Conv2DTranspose : TransposedConvolution
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="filters">Channels of the output.</param>
    /// <param name="kernel">The window: one number, or (height, width).</param>
    /// <param name="stride">How far apart two neighbours spread their windows; 1 by default.</param>
    /// <param name="padding">What is cut off the result; nothing (<see cref="Padding.Valid"/>) by default.</param>
    /// <param name="outputPadding">Added to the output's size at the end, below the stride; null, the default, lets the padding decide.</param>
    /// <param name="dilation">The distance between the window's elements; 1 by default.</param>
    /// <param name="groups">Into how many parts input and output channels are split, each convolved alone; 1 by default.</param>
    /// <param name="activation">Applied to the result; none by default.</param>
    /// <param name="bias">Whether a bias is added; true by default.</param>
    /// <param name="weightInitializer">The weights' start; <see cref="Initializers.GlorotUniform"/> by default, as in Keras.</param>
    /// <param name="biasInitializer">The bias's start; zeros by default.</param>
    /// <param name="dtype">The type of the parameters: float32 or float64.</param>
    /// <exception cref="ArgumentException">A size is out of range, or the groups do not divide both channel counts.</exception>
    public Conv2DTranspose(
        int inputs,
        int filters,
        Size2D kernel,
        Size2D? stride = null,
        Padding padding = default,
        Size2D? outputPadding = null,
        Size2D? dilation = null,
        int groups = 1,
        Activation activation = Activation.None,
        bool bias = true,
        Initializer? weightInitializer = null,
        Initializer? biasInitializer = null,
        DType dtype = DType.Float32)
        : base(
            new SlidingWindow(nameof(Conv2DTranspose), kernel.ToArray(), (stride ?? 1).ToArray(), padding, (dilation ?? 1).ToArray()),
            outputPadding?.ToArray(),
            inputs,
            filters,
            groups,
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

    /// <summary>What is added to the output's size; null where the padding decides.</summary>
    public Size2D? OutputPadding => ExtraOutput.IsEmpty ? null : Size2D.From(ExtraOutput);

    internal static Conv2DTranspose Read(ModuleConfig config) => new(
        config.Int("inputs"),
        config.Int("filters"),
        Size2D.Read(config, "kernel"),
        Size2D.Read(config, "stride"),
        Padding.Read(config, 2),
        ReadOutputPadding(config, 2) is { } extra ? Size2D.From(extra) : null,
        Size2D.Read(config, "dilation"),
        config.Int("groups"),
        config.Choice<Activation>("activation"),
        config.Flag("bias"),
        dtype: config.Choice<DType>("dtype"));
}
