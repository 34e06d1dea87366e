namespace Kiln.Neural;

/// <summary>What normalisations of each input by itself share: size, ε, and an optional scale and shift of each channel.</summary>
public abstract class Normalization : Module
{
    private protected Normalization(int channels, double epsilon, bool scale, bool shift, DType dtype)
    {
        HyperParameter.AtLeast(channels, 1, nameof(channels), GetType().Name);
        Channels = channels;
        Epsilon = HyperParameter.Positive(epsilon, nameof(epsilon), GetType().Name);
        Weight = scale ? Parameter("weight", Initializers.Ones.Create([channels], dtype)) : null;
        Bias = shift ? Parameter("bias", Initializers.Zeros.Create([channels], dtype)) : null;
        ParameterType = dtype;
    }

    /// <summary>The size of the last axis.</summary>
    public int Channels { get; }

    /// <summary>Added under the root.</summary>
    public double Epsilon { get; }

    /// <summary>The scale, (channels,): Keras's gamma; null without one.</summary>
    public Parameter? Weight { get; }

    /// <summary>The shift, (channels,): Keras's beta; null without one.</summary>
    public Parameter? Bias { get; }

    private protected DType ParameterType { get; }

    internal override int TakenFeatures => Channels;

    internal override LastAxis Lead(LastAxis given) => new(Channels, Maker: given.Size == Channels ? given.Maker : this);

    internal override OutputRange? RangeOf(OutputRange? given) => OutputRange.Linear(this);

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("channels", Channels).Set("epsilon", Epsilon).Set("scale", Weight is not null).Set("shift", Bias is not null).Set("dtype", ParameterType);
    }
}
