namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>The coefficient of determination 1 − Σ (y − p)² / Σ (y − ȳ)² (scikit-learn: <c>r2_score</c>): 1 is perfect, 0 is as good as always predicting the mean. When the truth is constant it is 1 for perfect predictions and 0 otherwise; of a single sample it is NaN.</summary>
    /// <param name="truth">True values.</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="forceFinite">Whether a constant truth gives 1 for perfect predictions and 0 otherwise, instead of NaN and −∞. Default: true.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the weights add up to zero.</exception>
    public static double R2(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default, bool forceFinite = true) =>
        One(new R2Of(forceFinite), truth, predicted, weights);

    /// <summary>The same of several outputs, each scored by itself, as one number.</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="average">How the outputs are averaged. Default: uniformly.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="outputWeights">One weight per output for the mean over them, or none.</param>
    /// <param name="forceFinite">Whether a constant truth gives 1 for perfect predictions and 0 otherwise, instead of NaN and −∞. Default: true.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double R2(
        ReadOnlySpan<double> truth,
        ReadOnlySpan<double> predicted,
        int outputs,
        OutputAverage average = OutputAverage.Uniform,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<double> outputWeights = default,
        bool forceFinite = true) =>
        Averaged(new R2Of(forceFinite), truth, predicted, outputs, weights, outputWeights, average);

    /// <summary>The same of each output (scikit-learn: <c>multioutput="raw_values"</c>).</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="forceFinite">Whether a constant truth gives 1 for perfect predictions and 0 otherwise, instead of NaN and −∞. Default: true.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double[] R2Scores(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, int outputs, ReadOnlySpan<double> weights = default, bool forceFinite = true) =>
        Each(new R2Of(forceFinite), truth, predicted, outputs, weights);

    /// <summary>The share of the truth's variance that is left when the variance of the errors is taken away, 1 − Var(y − p) / Var(y) (scikit-learn: <c>explained_variance_score</c>): as R², but a constant error costs nothing.</summary>
    /// <param name="truth">True values.</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="forceFinite">Whether a constant truth gives 1 for perfect predictions and 0 otherwise, instead of NaN and −∞. Default: true.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the weights add up to zero.</exception>
    public static double ExplainedVariance(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default, bool forceFinite = true) =>
        One(new ExplainedVarianceOf(forceFinite), truth, predicted, weights);

    /// <summary>The same of several outputs, each scored by itself, as one number.</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="average">How the outputs are averaged. Default: uniformly.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="outputWeights">One weight per output for the mean over them, or none.</param>
    /// <param name="forceFinite">Whether a constant truth gives 1 for perfect predictions and 0 otherwise, instead of NaN and −∞. Default: true.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double ExplainedVariance(
        ReadOnlySpan<double> truth,
        ReadOnlySpan<double> predicted,
        int outputs,
        OutputAverage average = OutputAverage.Uniform,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<double> outputWeights = default,
        bool forceFinite = true) =>
        Averaged(new ExplainedVarianceOf(forceFinite), truth, predicted, outputs, weights, outputWeights, average);

    /// <summary>The same of each output (scikit-learn: <c>multioutput="raw_values"</c>).</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="forceFinite">Whether a constant truth gives 1 for perfect predictions and 0 otherwise, instead of NaN and −∞. Default: true.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double[] ExplainedVariances(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, int outputs, ReadOnlySpan<double> weights = default, bool forceFinite = true) =>
        Each(new ExplainedVarianceOf(forceFinite), truth, predicted, outputs, weights);
}
