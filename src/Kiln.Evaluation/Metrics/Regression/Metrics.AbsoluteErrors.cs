namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>Mean of the absolute differences (scikit-learn: <c>mean_absolute_error</c>), in the target's unit.</summary>
    /// <param name="truth">True values.</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the weights add up to zero.</exception>
    public static double MeanAbsoluteError(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        One(new MeanOf<AbsoluteTerm>("mean absolute error", default), truth, predicted, weights);

    /// <summary>The same of several outputs, each scored by itself, as one number.</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="outputWeights">One weight per output for the mean over them, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double MeanAbsoluteError(
        ReadOnlySpan<double> truth,
        ReadOnlySpan<double> predicted,
        int outputs,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<double> outputWeights = default) =>
        Averaged(new MeanOf<AbsoluteTerm>("mean absolute error", default), truth, predicted, outputs, weights, outputWeights);

    /// <summary>The same of each output (scikit-learn: <c>multioutput="raw_values"</c>).</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double[] MeanAbsoluteErrors(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, int outputs, ReadOnlySpan<double> weights = default) =>
        Each(new MeanOf<AbsoluteTerm>("mean absolute error", default), truth, predicted, outputs, weights);

    /// <summary>Median of the absolute differences (scikit-learn: <c>median_absolute_error</c>), in the target's unit; with weights the lower weighted median.</summary>
    /// <param name="truth">True values.</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the weights add up to zero.</exception>
    public static double MedianAbsoluteError(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        One(new MedianAbsolute(), truth, predicted, weights);

    /// <summary>The same of several outputs, each scored by itself, as one number.</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="outputWeights">One weight per output for the mean over them, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double MedianAbsoluteError(
        ReadOnlySpan<double> truth,
        ReadOnlySpan<double> predicted,
        int outputs,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<double> outputWeights = default) =>
        Averaged(new MedianAbsolute(), truth, predicted, outputs, weights, outputWeights);

    /// <summary>The same of each output (scikit-learn: <c>multioutput="raw_values"</c>).</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double[] MedianAbsoluteErrors(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, int outputs, ReadOnlySpan<double> weights = default) =>
        Each(new MedianAbsolute(), truth, predicted, outputs, weights);

    /// <summary>Mean of |y − p| / |y| as a fraction, not in percent (scikit-learn: <c>mean_absolute_percentage_error</c>); a true value of 0 counts as 2⁻⁵².</summary>
    /// <param name="truth">True values.</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the weights add up to zero.</exception>
    public static double MeanAbsolutePercentageError(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        One(new MeanOf<PercentageTerm>("mean absolute percentage error", default), truth, predicted, weights);

    /// <summary>The same of several outputs, each scored by itself, as one number.</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="outputWeights">One weight per output for the mean over them, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double MeanAbsolutePercentageError(
        ReadOnlySpan<double> truth,
        ReadOnlySpan<double> predicted,
        int outputs,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<double> outputWeights = default) =>
        Averaged(new MeanOf<PercentageTerm>("mean absolute percentage error", default), truth, predicted, outputs, weights, outputWeights);

    /// <summary>The same of each output (scikit-learn: <c>multioutput="raw_values"</c>).</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double[] MeanAbsolutePercentageErrors(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, int outputs, ReadOnlySpan<double> weights = default) =>
        Each(new MeanOf<PercentageTerm>("mean absolute percentage error", default), truth, predicted, outputs, weights);
}
