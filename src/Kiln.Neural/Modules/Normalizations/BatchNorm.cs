namespace Kiln.Neural;

/// <summary>
/// Batch normalisation over the last axis: (x − mean) / √(variance + ε) · weight + bias. In training, mean and variance are those of the
/// batch, and running averages of them are kept; in inference they are the averages. Ioffe and Szegedy, "Batch normalization" (2015).
/// </summary>
/// <remarks>
/// Defaults and rules are Keras's, since layouts and initial values are Keras's too: momentum 0.99 is the share of the old average that
/// stays (PyTorch's 0.1 would be 0.9 here), ε is 0.001 (PyTorch: 0.00001), and the running variance averages the biased variance
/// (PyTorch: the unbiased one). In training the module changes its averages: only one thread may train it.
/// </remarks>
public sealed class BatchNorm : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="channels">The size of the last axis.</param>
    /// <param name="momentum">The share of the running averages that stays at each step, from 0 to below 1.</param>
    /// <param name="epsilon">Added to the variance; positive.</param>
    /// <param name="dtype">The type of the parameters: float32 or float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public BatchNorm(int channels, double momentum = 0.99, double epsilon = 1e-3, DType dtype = DType.Float32)
    {
        HyperParameter.AtLeast(channels, 1, nameof(channels), GetType().Name);
        Channels = channels;
        Momentum = HyperParameter.Share(momentum, nameof(momentum), GetType().Name);
        Epsilon = HyperParameter.Positive(epsilon, nameof(epsilon), GetType().Name);
        Weight = Parameter("weight", Initializers.Ones.Create([channels], dtype));
        Bias = Parameter("bias", Initializers.Zeros.Create([channels], dtype));
        RunningMean = Parameter("running_mean", Initializers.Zeros.Create([channels], dtype), trainable: false);
        RunningVariance = Parameter("running_var", Initializers.Ones.Create([channels], dtype), trainable: false);
    }

    /// <summary>The size of the last axis.</summary>
    public int Channels { get; }

    /// <summary>The share of the running averages that stays at each step.</summary>
    public double Momentum { get; }

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>The scale, (channels,): Keras's gamma.</summary>
    public Parameter Weight { get; }

    /// <summary>The shift, (channels,): Keras's beta.</summary>
    public Parameter Bias { get; }

    /// <summary>The running mean, (channels,); saved, not trained.</summary>
    public Parameter RunningMean { get; }

    /// <summary>The running variance, (channels,); saved, not trained.</summary>
    public Parameter RunningVariance { get; }

    /// <inheritdoc/>
    /// <param name="x">(…, channels) of the parameters' type, with at least one row.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The last axis is not <see cref="Channels"/>, or there is no row.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.LastAxis(Label, x, Channels, least: 2);
        if (!Mode.IsTraining)
        {
            return Functional.BatchNorm(x, Weight.Value, Bias.Value, RunningMean.Value, RunningVariance.Value, Epsilon);
        }

        Tensor y = Functional.BatchNorm(x, Weight.Value, Bias.Value, Epsilon, out Tensor mean, out Tensor variance);
        Average(RunningMean, mean);
        Average(RunningVariance, variance);
        return y;
    }

    internal override int TakenFeatures => Channels;

    internal override LastAxis Lead(LastAxis given) => new(Channels, Maker: given.Size == Channels ? given.Maker : this);

    internal override OutputRange? RangeOf(OutputRange? given) => OutputRange.Linear(this);

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("channels", Channels).Set("momentum", Momentum).Set("epsilon", Epsilon).Set("dtype", Weight.Value.DType);
    }

    internal static BatchNorm Read(ModuleConfig config) =>
        new(config.Int("channels"), config.Number("momentum"), config.Number("epsilon"), config.Choice<DType>("dtype"));

    private void Average(Parameter running, Tensor batch)
    {
        Tensor value = running.Value;
        if (value.DType == DType.Float32)
        {
            Span<float> r = TensorMarshal.GetWritableSpan<float>(value);
            ReadOnlySpan<float> b = TensorMarshal.GetSpan<float>(batch);
            float keep = (float)Momentum;
            float take = (float)(1 - Momentum);
            for (int i = 0; i < r.Length; i++)
            {
                r[i] = r[i] * keep + b[i] * take;
            }
        }
        else
        {
            Span<double> r = TensorMarshal.GetWritableSpan<double>(value);
            ReadOnlySpan<double> b = TensorMarshal.GetSpan<double>(batch);
            for (int i = 0; i < r.Length; i++)
            {
                r[i] = r[i] * Momentum + b[i] * (1 - Momentum);
            }
        }

        GC.KeepAlive(value);
        GC.KeepAlive(batch);
    }
}
