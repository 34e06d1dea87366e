namespace Kiln.Neural;

/// <summary>
/// Root-mean-square normalisation over the last axis: x / √(mean(x²) + ε) · weight. Zhang and Sennrich, "Root mean square layer normalization"
/// (2019).
/// </summary>
public sealed class RMSNorm : Normalization
{
    /// <summary>Makes the layer.</summary>
    /// <param name="channels">The size of the last axis.</param>
    /// <param name="epsilon">Added to the mean square; 0.000001 by default, as in Keras (PyTorch: the type's own ε).</param>
    /// <param name="scale">Whether the result is scaled by a weight; true by default.</param>
    /// <param name="dtype">The type of the parameter: float32 or float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public RMSNorm(int channels, double epsilon = 1e-6, bool scale = true, DType dtype = DType.Float32)
        : base(channels, epsilon, scale, shift: false, dtype)
    {
    }

    /// <inheritdoc/>
    /// <param name="x">(…, channels) of the parameters' type.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The last axis is not <see cref="Normalization.Channels"/>.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.LastAxis(Label, x, Channels);
        return Functional.RmsNorm(x, Weight?.Value, Epsilon);
    }

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("channels", Channels).Set("epsilon", Epsilon).Set("scale", Weight is not null).Set("dtype", ParameterType);
    }

    internal static RMSNorm Read(ModuleConfig config) =>
        new(config.Int("channels"), config.Number("epsilon"), config.Flag("scale"), config.Choice<DType>("dtype"));
}
