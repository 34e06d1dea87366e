namespace Kiln.Neural;

/// <summary>
/// What convolutions over sequences, images and volumes share: activation(x ⋆ weight + bias), one fused operation, with batch first and channels last.
/// </summary>
public abstract class Convolution : Module
{
    private readonly Tap _tap;

    private protected Convolution(
        Tap tap,
        SlidingWindow window,
        int inputs,
        int filters,
        int groups,
        Activation activation,
        bool bias,
        Initializer? weightInitializer,
        Initializer? biasInitializer,
        DType dtype)
    {
        HyperParameter.AtLeast(inputs, 1, nameof(inputs), GetType().Name);
        HyperParameter.AtLeast(filters, 1, nameof(filters), GetType().Name);
        HyperParameter.AtLeast(groups, 1, nameof(groups), GetType().Name);
        if (inputs % groups != 0 || filters % groups != 0)
        {
            throw new ArgumentException($"{GetType().Name}: groups must divide inputs and filters; got {groups} groups for {inputs} inputs and {filters} filters", nameof(groups));
        }

        _tap = tap;
        Window = window;
        Inputs = inputs;
        Filters = filters;
        Groups = groups;
        Activation = activation;
        (int rows, int columns) = tap switch
        {
            Tap.Transposed => (filters / groups, inputs),
            Tap.Depthwise => (inputs, filters / inputs),
            _ => (inputs / groups, filters),
        };
        Weight = Parameter("weight", (weightInitializer ?? Initializers.GlorotUniform).Create([.. window.Kernel, rows, columns], dtype));
        Bias = bias ? Parameter("bias", (biasInitializer ?? Initializers.Zeros).Create([filters], dtype)) : null;
    }

    /// <summary>What the weight's matrix at each place of the window is.</summary>
    private protected enum Tap
    {
        /// <summary>(inputs / groups, filters).</summary>
        Forward,

        /// <summary>(filters / groups, inputs): the matrix of the convolution that leads back.</summary>
        Transposed,

        /// <summary>(inputs, filters of each input).</summary>
        Depthwise,
    }

    /// <summary>Channels of the input.</summary>
    public int Inputs { get; }

    /// <summary>Channels of the output.</summary>
    public int Filters { get; }

    /// <summary>What surrounds the input.</summary>
    public Padding Padding => Window.Padding;

    /// <summary>Into how many parts the channels are split, each convolved alone.</summary>
    public int Groups { get; }

    /// <summary>What is applied to the result.</summary>
    public Activation Activation { get; }

    /// <summary>
    /// The weights in Keras's layout, the window's axes first: (…, inputs / groups, filters); (…, filters / groups, inputs) of a transposed
    /// convolution; (…, inputs, multiplier) of a depthwise one.
    /// </summary>
    public Parameter Weight { get; }

    /// <summary>The bias, (filters,); null without one.</summary>
    public Parameter? Bias { get; }

    private protected SlidingWindow Window { get; }

    /// <inheritdoc/>
    /// <param name="x">(batch, the axes the window slides over, inputs).</param>
    /// <returns>
    /// (batch, output sizes, filters), along each axis ⌊(in + padding − dilation·(kernel − 1) − 1) / stride⌋ + 1; of a transposed
    /// convolution see there.
    /// </returns>
    /// <exception cref="ShapeException">The input has other axes, its channels are not <see cref="Inputs"/>, or the window does not fit.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        Padding padding = Window.Over(Label, x, Inputs);

        // An input channel's filters are a group's: (…, inputs, multiplier) holds the same numbers as (…, 1, inputs · multiplier).
        Tensor weight = _tap == Tap.Depthwise ? Weight.Value.Reshape([.. Window.Kernel, 1, Filters]) : Weight.Value;
        return Window.Axes switch
        {
            1 => Functional.Conv1D(x, weight, Bias?.Value, Window.Options1D(padding, Groups), Activation),
            2 => Functional.Conv2D(x, weight, Bias?.Value, Window.Options2D(padding, Groups), Activation),
            _ => Functional.Conv3D(x, weight, Bias?.Value, Window.Options3D(padding, Groups), Activation),
        };
    }

    internal override int TakenFeatures => Inputs;

    internal override LastAxis Lead(LastAxis given) => new(Filters, Maker: this);

    internal override OutputRange? RangeOf(OutputRange? given) => OutputRange.Of(this, Activation);

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("inputs", Inputs).Set("filters", Filters);
        Window.Write(config);
        config.Set("groups", Groups).Set("activation", Activation).Set("bias", Bias is not null).Set("dtype", Weight.Value.DType);
    }
}
