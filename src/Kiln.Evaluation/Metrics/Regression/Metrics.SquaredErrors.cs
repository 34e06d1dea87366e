namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>Mean of the squared differences (scikit-learn: <c>mean_squared_error</c>), in the square of the target's unit.</summary>
    /// <param name="truth">True values.</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the weights add up to zero.</exception>
    public static double MeanSquaredError(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        One(new MeanOf<SquaredTerm>("mean squared error", new SquaredTerm(0)), truth, predicted, weights);

    /// <summary>The same of several outputs, each scored by itself, as one number.</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="outputWeights">One weight per output for the mean over them, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double MeanSquaredError(
        ReadOnlySpan<double> truth,
        ReadOnlySpan<double> predicted,
        int outputs,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<double> outputWeights = default) =>
        Averaged(new MeanOf<SquaredTerm>("mean squared error", new SquaredTerm(0)), truth, predicted, outputs, weights, outputWeights);

    /// <summary>The same of each output (scikit-learn: <c>multioutput="raw_values"</c>).</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double[] MeanSquaredErrors(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, int outputs, ReadOnlySpan<double> weights = default) =>
        Each(new MeanOf<SquaredTerm>("mean squared error", new SquaredTerm(0)), truth, predicted, outputs, weights);

    /// <summary>Square root of the mean of the squared differences (scikit-learn: <c>mean_squared_error</c> with <c>squared=False</c>), in the target's unit; of several outputs the mean of their roots.</summary>
    /// <param name="truth">True values.</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the weights add up to zero.</exception>
    public static double RootMeanSquaredError(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        One(new MeanOf<SquaredTerm>("root mean squared error", new SquaredTerm(0), root: true), truth, predicted, weights);

    /// <summary>The same of several outputs, each scored by itself, as one number.</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="outputWeights">One weight per output for the mean over them, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double RootMeanSquaredError(
        ReadOnlySpan<double> truth,
        ReadOnlySpan<double> predicted,
        int outputs,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<double> outputWeights = default) =>
        Averaged(new MeanOf<SquaredTerm>("root mean squared error", new SquaredTerm(0), root: true), truth, predicted, outputs, weights, outputWeights);

    /// <summary>The same of each output (scikit-learn: <c>multioutput="raw_values"</c>).</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double[] RootMeanSquaredErrors(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, int outputs, ReadOnlySpan<double> weights = default) =>
        Each(new MeanOf<SquaredTerm>("root mean squared error", new SquaredTerm(0), root: true), truth, predicted, outputs, weights);

    /// <summary>Σ (a − b)², summed pairwise so that the rounding error grows with log n only.</summary>
    internal static double SumOfSquares(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => PairSum.Of(a, b, default, new SquaredTerm(0));

    /// <summary>Σ |a − b|, summed pairwise.</summary>
    internal static double SumOfAbsolutes(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => PairSum.Of(a, b, default, new AbsoluteTerm());
}
