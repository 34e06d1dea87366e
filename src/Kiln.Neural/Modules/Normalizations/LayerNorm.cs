namespace Kiln.Neural;

/// <summary>
/// Layer normalisation over the last axis: (x − mean) / √(variance + ε) · weight + bias, with the mean and the variance of each row. Ba, Kiros and
/// Hinton, "Layer normalization" (2016).
/// </summary>
public sealed class LayerNorm : Normalization
{
    /// <summary>Makes the layer.</summary>
    /// <param name="channels">The size of the last axis.</param>
    /// <param name="epsilon">Added to the variance; 0.001 by default, as in Keras (PyTorch: 0.00001; pretrained models say theirs).</param>
    /// <param name="scale">Whether the result is scaled by a weight; true by default.</param>
    /// <param name="shift">Whether a bias is added; true by default.</param>
    /// <param name="dtype">The type of the parameters: float32 or float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public LayerNorm(int channels, double epsilon = 1e-3, bool scale = true, bool shift = true, DType dtype = DType.Float32)
        : base(channels, epsilon, scale, shift, dtype)
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
        return Functional.LayerNorm(x, Weight?.Value, Bias?.Value, Epsilon);
    }

    internal static LayerNorm Read(ModuleConfig config) =>
        new(config.Int("channels"), config.Number("epsilon"), config.Flag("scale"), config.Flag("shift"), config.Choice<DType>("dtype"));
}
