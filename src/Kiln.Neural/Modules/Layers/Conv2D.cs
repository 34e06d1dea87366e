namespace Kiln.Neural;

/// <summary>
/// A two-dimensional convolution over images (batch, height, width, channels): activation(x ⋆ weight + bias), one fused operation.
/// </summary>
public sealed class Conv2D : Module
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
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(filters, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (inputs % groups != 0 || filters % groups != 0)
        {
            throw new ArgumentException($"groups must divide inputs and filters; got {groups} groups for {inputs} inputs and {filters} filters", nameof(groups));
        }

        Inputs = inputs;
        Filters = filters;
        Kernel = kernel.Positive(nameof(kernel));
        Stride = (stride ?? 1).Positive(nameof(stride));
        Padding = padding;
        Dilation = (dilation ?? 1).Positive(nameof(dilation));
        Groups = groups;
        Activation = activation;
        Weight = Parameter(
            "weight", (weightInitializer ?? Initializers.GlorotUniform).Create([kernel.Height, kernel.Width, inputs / groups, filters], dtype));
        Bias = bias ? Parameter("bias", (biasInitializer ?? Initializers.Zeros).Create([filters], dtype)) : null;
    }

    /// <summary>Channels of the input.</summary>
    public int Inputs { get; }

    /// <summary>Channels of the output.</summary>
    public int Filters { get; }

    /// <summary>The window.</summary>
    public Size2D Kernel { get; }

    /// <summary>How far the window moves.</summary>
    public Size2D Stride { get; }

    /// <summary>What surrounds the image.</summary>
    public Padding Padding { get; }

    /// <summary>The distance between the window's elements.</summary>
    public Size2D Dilation { get; }

    /// <summary>Into how many parts the channels are split.</summary>
    public int Groups { get; }

    /// <summary>What is applied to the result.</summary>
    public Activation Activation { get; }

    /// <summary>The weights, (kernel height, kernel width, inputs / groups, filters).</summary>
    public Parameter Weight { get; }

    /// <summary>The bias, (filters,); null without one.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    /// <param name="x">(batch, height, width, inputs).</param>
    /// <returns>(batch, output height, output width, filters).</returns>
    /// <exception cref="ShapeException">These are no images, the channels are not <see cref="Inputs"/>, or the window does not fit.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.Images(Label, x, Inputs);
        var window = new Size2D(Extent(Kernel.Height, Dilation.Height), Extent(Kernel.Width, Dilation.Width));
        Padding padding = Padding.Resolve((x.Shape[1], x.Shape[2]), window, Stride);
        InputChecks.Window(Label, x, window, padding);
        var options = new Conv2DOptions
        {
            Stride = (Stride.Height, Stride.Width),
            Padding = (padding.Top, padding.Bottom, padding.Left, padding.Right),
            Dilation = (Dilation.Height, Dilation.Width),
            Groups = Groups,
        };
        return Functional.Conv2D(x, Weight.Value, Bias?.Value, options, Activation);
    }

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("inputs", Inputs).Set("filters", Filters).Set("kernel", Kernel.ToArray()).Set("stride", Stride.ToArray());
        Padding.Write(config);
        config.Set("dilation", Dilation.ToArray()).Set("groups", Groups).Set("activation", Activation).Set("bias", Bias is not null)
            .Set("dtype", Weight.Value.DType);
    }

    /// <summary>The window's size with its gaps. One that exceeds an integer fits into no image, and is reported as such.</summary>
    private static int Extent(int kernel, int dilation) => (int)Math.Min(int.MaxValue, (kernel - 1L) * dilation + 1);

    internal static Conv2D Read(ModuleConfig config) => new(
        config.Int("inputs"),
        config.Int("filters"),
        Size2D.Read(config, "kernel"),
        Size2D.Read(config, "stride"),
        Padding.Read(config),
        Size2D.Read(config, "dilation"),
        config.Int("groups"),
        config.Choice<Activation>("activation"),
        config.Flag("bias"),
        dtype: config.Choice<DType>("dtype"));
}
