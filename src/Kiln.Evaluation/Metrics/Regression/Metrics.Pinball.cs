namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>Mean pinball loss of a predicted quantile (scikit-learn: <c>mean_pinball_loss</c>): α (y − p) where the truth is above, (1 − α)(p − y) where it is below.</summary>
    /// <param name="truth">True values.</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="alpha">The quantile that was predicted, 0 to 1. Default: 0.5, the median.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the weights add up to zero.</exception>
    public static double PinballLoss(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, double alpha = 0.5, ReadOnlySpan<double> weights = default) =>
        One(new MeanOf<PinballTerm>("pinball loss", new PinballTerm(Quantile("pinball loss", alpha))), truth, predicted, weights);

    /// <summary>The same of several outputs, each scored by itself, as one number.</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="alpha">The quantile that was predicted, 0 to 1. Default: 0.5, the median.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="outputWeights">One weight per output for the mean over them, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double PinballLoss(
        ReadOnlySpan<double> truth,
        ReadOnlySpan<double> predicted,
        int outputs,
        double alpha = 0.5,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<double> outputWeights = default) =>
        Averaged(new MeanOf<PinballTerm>("pinball loss", new PinballTerm(Quantile("pinball loss", alpha))), truth, predicted, outputs, weights, outputWeights);

    /// <summary>The same of each output (scikit-learn: <c>multioutput="raw_values"</c>).</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="alpha">The quantile that was predicted, 0 to 1. Default: 0.5, the median.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double[] PinballLosses(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, int outputs, double alpha = 0.5, ReadOnlySpan<double> weights = default) =>
        Each(new MeanOf<PinballTerm>("pinball loss", new PinballTerm(Quantile("pinball loss", alpha))), truth, predicted, outputs, weights);

    /// <summary>The share of the pinball loss of the best constant, the truth's quantile, that is explained (scikit-learn: <c>d2_pinball_score</c>): 1 is perfect, 0 is as good as that constant; of a single sample it is NaN.</summary>
    /// <param name="truth">True values.</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="alpha">The quantile that was predicted, 0 to 1. Default: 0.5, the median.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the weights add up to zero.</exception>
    public static double D2Pinball(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, double alpha = 0.5, ReadOnlySpan<double> weights = default) =>
        One(new D2PinballOf("d2 pinball", Quantile("d2 pinball", alpha)), truth, predicted, weights);

    /// <summary>The same of several outputs, each scored by itself, as one number.</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="alpha">The quantile that was predicted, 0 to 1. Default: 0.5, the median.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="outputWeights">One weight per output for the mean over them, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double D2Pinball(
        ReadOnlySpan<double> truth,
        ReadOnlySpan<double> predicted,
        int outputs,
        double alpha = 0.5,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<double> outputWeights = default) =>
        Averaged(new D2PinballOf("d2 pinball", Quantile("d2 pinball", alpha)), truth, predicted, outputs, weights, outputWeights);

    /// <summary>The same of each output (scikit-learn: <c>multioutput="raw_values"</c>).</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="alpha">The quantile that was predicted, 0 to 1. Default: 0.5, the median.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double[] D2PinballScores(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, int outputs, double alpha = 0.5, ReadOnlySpan<double> weights = default) =>
        Each(new D2PinballOf("d2 pinball", Quantile("d2 pinball", alpha)), truth, predicted, outputs, weights);

    /// <summary>The share of the absolute error of the truth's median that is explained (scikit-learn: <c>d2_absolute_error_score</c>): 1 is perfect, 0 is as good as the median; of a single sample it is NaN.</summary>
    /// <param name="truth">True values.</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no samples, or the weights add up to zero.</exception>
    public static double D2AbsoluteError(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        One(new D2PinballOf("d2 absolute error", 0.5), truth, predicted, weights);

    /// <summary>The same of several outputs, each scored by itself, as one number.</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="outputWeights">One weight per output for the mean over them, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double D2AbsoluteError(
        ReadOnlySpan<double> truth,
        ReadOnlySpan<double> predicted,
        int outputs,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<double> outputWeights = default) =>
        Averaged(new D2PinballOf("d2 absolute error", 0.5), truth, predicted, outputs, weights, outputWeights);

    /// <summary>The same of each output (scikit-learn: <c>multioutput="raw_values"</c>).</summary>
    /// <param name="truth">True values, row-major (samples, outputs).</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double[] D2AbsoluteErrorScores(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, int outputs, ReadOnlySpan<double> weights = default) =>
        Each(new D2PinballOf("d2 absolute error", 0.5), truth, predicted, outputs, weights);

    private static double Quantile(string metric, double alpha) => alpha is >= 0 and <= 1
        ? alpha
        : throw new ArgumentOutOfRangeException(
            nameof(alpha), FormattableString.Invariant($"{metric}: alpha is {alpha}; a quantile is between 0 and 1."));
}
