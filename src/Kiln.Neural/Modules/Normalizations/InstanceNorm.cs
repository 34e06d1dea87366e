namespace Kiln.Neural;

/// <summary>
/// Instance normalisation: group normalisation with a group for each channel. Ulyanov, Vedaldi and Lempitsky, "Instance normalization: the missing
/// ingredient for fast stylization" (2016).
/// </summary>
/// <remarks>PyTorch's defaults: no scale and no shift, ε 0.00001. There are no running statistics: inference computes what training does.</remarks>
public sealed class InstanceNorm : Normalization
{
    /// <summary>Makes the layer.</summary>
    /// <param name="channels">The size of the last axis.</param>
    /// <param name="epsilon">Added to the variance; 0.00001 by default.</param>
    /// <param name="scale">Whether the result is scaled by a weight; false by default.</param>
    /// <param name="shift">Whether a bias is added; false by default.</param>
    /// <param name="dtype">The type of the parameters: float32 or float64.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public InstanceNorm(int channels, double epsilon = 1e-5, bool scale = false, bool shift = false, DType dtype = DType.Float32)
        : base(channels, epsilon, scale, shift, dtype)
    {
    }

    /// <inheritdoc/>
    /// <param name="x">(batch, …, channels) of the parameters' type.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The last axis is not <see cref="Normalization.Channels"/>.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.LastAxis(Label, x, Channels, least: 3);
        return Functional.GroupNorm(x, Channels, Weight?.Value, Bias?.Value, Epsilon);
    }

    internal static InstanceNorm Read(ModuleConfig config) =>
        new(config.Int("channels"), config.Number("epsilon"), config.Flag("scale"), config.Flag("shift"), config.Choice<DType>("dtype"));
}
