namespace Kiln.Neural;

/// <summary>
/// A two-dimensional convolution over images (batch, height, width, channels): activation(x ⋆ weight + bias), one fused operation.
/// </summary>
public sealed class Conv2D : Convolution
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="filters">Channels of the output.</param>
    /// <param name="kernel">The window: one number, or (height, width).</param>
    /// <param name="stride">How far the window moves; 1 by default.</param>
    /// <param name="padding">What surrounds the image; nothing (<see cref="Padding.Valid"/>) by default.</param>
    /// <param name="dilation">The distance between the window's elements; 1 by default.</param>
    /// <param name="groups">Into how many parts input and output channels are split, each convolved alone; 1 by default.</param>
    /// <param name="activation">Applied to the result; none by default.</param>
    /// <param name="bias">Whether a bias is added; true by default.</param>
    /// <param name="weightInitializer">The weights' start; <see cref="Initializers.GlorotUniform"/> by default, as in Keras.</param>
    /// <param name="biasInitializer">The bias's start; zeros by default.</param>
    /// <param name="dtype">The type of the parameters: float32 or float64.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups do not divide both channel counts.</exception>
    public Conv2D(
        int inputs,
        int filters,
        Size2D kernel,
        Size2D? stride = null,
        Padding padding = default,
        Size2D? dilation = null,
        int groups = 1,
        Activation activation = Activation.None,
        bool bias = true,
        Initializer? weightInitializer = null,
        Initializer? biasInitializer = null,
        DType dtype = DType.Float32)
        : base(
            Tap.Forward,
            new SlidingWindow(nameof(Conv2D), kernel.ToArray(), (stride ?? 1).ToArray(), padding, (dilation ?? 1).ToArray()),
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

    /// <summary>This layer and the pooling behind it as one operation; null when the pooling is of another kind or has no room.</summary>
    internal Tensor? ForwardPooled(Tensor x, MaxPool2D pooling)
    {
        if (!pooling.IsHalving)
        {
            return null;
        }

        Padding padding = Window.Over(Label, x, Inputs);
        return Window.HasOutput(x, padding, 2)
            ? Functional.Conv2DMaxPool(x, Weight.Value, Bias?.Value, Window.Options2D(padding, Groups), Activation)
            : null;
    }

    internal static Conv2D Read(ModuleConfig config) => new(
        config.Int("inputs"),
        config.Int("filters"),
        Size2D.Read(config, "kernel"),
        Size2D.Read(config, "stride"),
        Padding.Read(config, 2),
        Size2D.Read(config, "dilation"),
        config.Int("groups"),
        config.Choice<Activation>("activation"),
        config.Flag("bias"),
        dtype: config.Choice<DType>("dtype"));
}
