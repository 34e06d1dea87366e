namespace Kiln.Neural;

/// <summary>A fully connected layer: activation(x · weight + bias), one fused operation.</summary>
public sealed class Dense : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inputs">The size of the input's last axis.</param>
    /// <param name="outputs">The size of the output's last axis.</param>
    /// <param name="activation">Applied to the result; none by default.</param>
    /// <param name="bias">Whether a bias is added; true by default.</param>
    /// <param name="weightInitializer">The weights' start; <see cref="Initializers.GlorotUniform"/> by default, as in Keras.</param>
    /// <param name="biasInitializer">The bias's start; zeros by default.</param>
    /// <param name="dtype">The type of the parameters: float32 or float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Dense(
        int inputs,
        int outputs,
        Activation activation = Activation.None,
        bool bias = true,
        Initializer? weightInitializer = null,
        Initializer? biasInitializer = null,
        DType dtype = DType.Float32)
    {
        HyperParameter.AtLeast(inputs, 1, nameof(inputs), GetType().Name);
        HyperParameter.AtLeast(outputs, 1, nameof(outputs), GetType().Name);
        Inputs = inputs;
        Outputs = outputs;
        Activation = activation;
        Weight = Parameter("weight", (weightInitializer ?? Initializers.GlorotUniform).Create([inputs, outputs], dtype));
        Bias = bias ? Parameter("bias", (biasInitializer ?? Initializers.Zeros).Create([outputs], dtype)) : null;
    }

    /// <summary>The size of the input's last axis.</summary>
    public int Inputs { get; }

    /// <summary>The size of the output's last axis.</summary>
    public int Outputs { get; }

    /// <summary>What is applied to the result.</summary>
    public Activation Activation { get; }

    /// <summary>The weights, (inputs, outputs): the transpose of PyTorch's, as in Keras.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias, (outputs,); null without one.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    /// <param name="x">(…, inputs), usually (batch, inputs).</param>
    /// <returns>(…, outputs).</returns>
    /// <exception cref="ShapeException">The last axis is not <see cref="Inputs"/>.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.FloatingPoint(Label, x);
        if (x.Rank == 0 || x.Shape[-1] != Inputs)
        {
            throw new ShapeException($"{Label}: expected (…, {Inputs}), got {x.Shape}{Hint(x.Shape)}");
        }

        return Functional.Dense(x, Weight.Value, Bias?.Value, Activation);
    }

    internal override int TakenFeatures => Inputs;

    internal override LastAxis Lead(LastAxis given) => new(Outputs, Maker: this);

    internal override OutputRange? RangeOf(OutputRange? given) => OutputRange.Of(this, Activation);

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("inputs", Inputs).Set("outputs", Outputs).Set("activation", Activation).Set("bias", Bias is not null).Set("dtype", Weight.Value.DType);
    }

    internal static Dense Read(ModuleConfig config) => new(
        config.Int("inputs"),
        config.Int("outputs"),
        config.Choice<Activation>("activation"),
        config.Flag("bias"),
        dtype: config.Choice<DType>("dtype"));

    private string Hint(Shape given)
    {
        if (given.Rank <= 2)
        {
            return string.Empty;
        }

        long flat = 1;
        foreach (int size in given.Sizes[1..])
        {
            flat *= size;
        }

        return flat == Inputs ? "; put a Flatten before this layer" : $"; behind a Flatten it would be ({given[0]}, {flat})";
    }
}
