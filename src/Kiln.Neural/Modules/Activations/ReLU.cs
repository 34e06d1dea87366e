namespace Kiln.Neural;

/// <summary>
/// max(x, 0). Nair and Hinton, "Rectified linear units improve restricted Boltzmann machines" (2010). With Keras's settings: x above the threshold, at most
/// the maximum; slope · (x − threshold) below.
/// </summary>
public sealed class ReLU : ElementwiseActivation
{
    /// <summary>Makes the module.</summary>
    /// <param name="maximum">The largest value of the result, at least 0; null, the default, for none.</param>
    /// <param name="negativeSlope">The slope below the threshold, at least 0; 0 by default.</param>
    /// <param name="threshold">Below it inputs count as negative, at least 0; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
    public ReLU(double? maximum = null, double negativeSlope = 0, double threshold = 0)
    {
        Maximum = maximum is { } most ? NotNegative(most, nameof(maximum)) : null;
        NegativeSlope = NotNegative(negativeSlope, nameof(negativeSlope));
        Threshold = NotNegative(threshold, nameof(threshold));
    }

    /// <summary>The largest value of the result; null for none.</summary>
    public double? Maximum { get; }

    /// <summary>The slope below the threshold.</summary>
    public double NegativeSlope { get; }

    /// <summary>Below it inputs count as negative.</summary>
    public double Threshold { get; }

    private protected override (double Least, double Most) Bounds => (NegativeSlope == 0 ? 0 : double.NegativeInfinity, Maximum ?? double.PositiveInfinity);

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (Maximum is { } maximum)
        {
            config.Set("maximum", maximum);
        }

        if (NegativeSlope != 0)
        {
            config.Set("negative_slope", NegativeSlope);
        }

        if (Threshold != 0)
        {
            config.Set("threshold", Threshold);
        }
    }

    internal static ReLU Read(ModuleConfig config) => new(
        config.Has("maximum") ? config.Number("maximum") : null,
        config.Has("negative_slope") ? config.Number("negative_slope") : 0,
        config.Has("threshold") ? config.Number("threshold") : 0);

    private protected override Tensor Apply(Tensor x)
    {
        if (Maximum is null && Threshold == 0)
        {
            return NegativeSlope == 0 ? x.Relu() : x.LeakyRelu(NegativeSlope);
        }

        Tensor positive = Threshold == 0 ? x.Relu() : Tensor.Where(x > Threshold, x, 0);
        positive = Maximum is { } maximum ? positive.Minimum(maximum) : positive;
        return NegativeSlope == 0 ? positive : positive - (Threshold - x).Relu() * NegativeSlope;
    }

    private static double NotNegative(double value, string name) => Finite(value, name) >= 0
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} must be at least 0, got {value}");
}
