using Kiln.Data;

namespace Kiln.Evaluation;

/// <summary>The same errors of numbers as <see cref="Target"/>, which models predict.</summary>
public static partial class Metrics
{
    /// <summary>Mean of the squared differences; of several outputs the mean over them.</summary>
    /// <param name="truth">True numbers, one or several per sample.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in size, there are no samples, a value is outside the range of the score, or the weights add up to zero.</exception>
    public static double MeanSquaredError(Target truth, Target predicted, ReadOnlySpan<double> weights = default)
    {
        CheckNumbers("mean squared error", truth, predicted, several: true);
        var y = truth.Numbers("mean squared error");
        var p = predicted.Numbers("mean squared error");
        return truth.Outputs == 1 ? MeanSquaredError(y, p, weights) : MeanSquaredError(y, p, truth.Outputs, weights: weights);
    }

    /// <summary>Square root of the mean of the squared differences; of several outputs the mean of their roots.</summary>
    /// <param name="truth">True numbers, one or several per sample.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in size, there are no samples, a value is outside the range of the score, or the weights add up to zero.</exception>
    public static double RootMeanSquaredError(Target truth, Target predicted, ReadOnlySpan<double> weights = default)
    {
        CheckNumbers("root mean squared error", truth, predicted, several: true);
        var y = truth.Numbers("root mean squared error");
        var p = predicted.Numbers("root mean squared error");
        return truth.Outputs == 1 ? RootMeanSquaredError(y, p, weights) : RootMeanSquaredError(y, p, truth.Outputs, weights: weights);
    }

    /// <summary>Mean of the absolute differences; of several outputs the mean over them.</summary>
    /// <param name="truth">True numbers, one or several per sample.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in size, there are no samples, a value is outside the range of the score, or the weights add up to zero.</exception>
    public static double MeanAbsoluteError(Target truth, Target predicted, ReadOnlySpan<double> weights = default)
    {
        CheckNumbers("mean absolute error", truth, predicted, several: true);
        var y = truth.Numbers("mean absolute error");
        var p = predicted.Numbers("mean absolute error");
        return truth.Outputs == 1 ? MeanAbsoluteError(y, p, weights) : MeanAbsoluteError(y, p, truth.Outputs, weights: weights);
    }

    /// <summary>Median of the absolute differences; of several outputs the mean over them.</summary>
    /// <param name="truth">True numbers, one or several per sample.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in size, there are no samples, a value is outside the range of the score, or the weights add up to zero.</exception>
    public static double MedianAbsoluteError(Target truth, Target predicted, ReadOnlySpan<double> weights = default)
    {
        CheckNumbers("median absolute error", truth, predicted, several: true);
        var y = truth.Numbers("median absolute error");
        var p = predicted.Numbers("median absolute error");
        return truth.Outputs == 1 ? MedianAbsoluteError(y, p, weights) : MedianAbsoluteError(y, p, truth.Outputs, weights: weights);
    }

    /// <summary>Mean of |y − p| / |y| as a fraction; of several outputs the mean over them.</summary>
    /// <param name="truth">True numbers, one or several per sample.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in size, there are no samples, a value is outside the range of the score, or the weights add up to zero.</exception>
    public static double MeanAbsolutePercentageError(Target truth, Target predicted, ReadOnlySpan<double> weights = default)
    {
        CheckNumbers("mean absolute percentage error", truth, predicted, several: true);
        var y = truth.Numbers("mean absolute percentage error");
        var p = predicted.Numbers("mean absolute percentage error");
        return truth.Outputs == 1 ? MeanAbsolutePercentageError(y, p, weights) : MeanAbsolutePercentageError(y, p, truth.Outputs, weights: weights);
    }

    /// <summary>Mean of (log(1 + y) − log(1 + p))²; of several outputs the mean over them.</summary>
    /// <param name="truth">True numbers, one or several per sample.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in size, there are no samples, a value is outside the range of the score, or the weights add up to zero.</exception>
    public static double MeanSquaredLogError(Target truth, Target predicted, ReadOnlySpan<double> weights = default)
    {
        CheckNumbers("mean squared log error", truth, predicted, several: true);
        var y = truth.Numbers("mean squared log error");
        var p = predicted.Numbers("mean squared log error");
        return truth.Outputs == 1 ? MeanSquaredLogError(y, p, weights) : MeanSquaredLogError(y, p, truth.Outputs, weights: weights);
    }

    /// <summary>The coefficient of determination; of several outputs the mean over them.</summary>
    /// <param name="truth">True numbers, one or several per sample.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in size, there are no samples, a value is outside the range of the score, or the weights add up to zero.</exception>
    public static double R2(Target truth, Target predicted, ReadOnlySpan<double> weights = default)
    {
        CheckNumbers("r2", truth, predicted, several: true);
        var y = truth.Numbers("r2");
        var p = predicted.Numbers("r2");
        return truth.Outputs == 1 ? R2(y, p, weights) : R2(y, p, truth.Outputs, weights: weights);
    }

    /// <summary>The share of the truth's variance that is explained; of several outputs the mean over them.</summary>
    /// <param name="truth">True numbers, one or several per sample.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in size, there are no samples, a value is outside the range of the score, or the weights add up to zero.</exception>
    public static double ExplainedVariance(Target truth, Target predicted, ReadOnlySpan<double> weights = default)
    {
        CheckNumbers("explained variance", truth, predicted, several: true);
        var y = truth.Numbers("explained variance");
        var p = predicted.Numbers("explained variance");
        return truth.Outputs == 1 ? ExplainedVariance(y, p, weights) : ExplainedVariance(y, p, truth.Outputs, weights: weights);
    }

    /// <summary>Mean pinball loss of a predicted quantile; of several outputs the mean over them.</summary>
    /// <param name="truth">True numbers, one or several per sample.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <param name="alpha">The quantile that was predicted, 0 to 1. Default: 0.5, the median.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in size, there are no samples, a value is outside the range of the score, or the weights add up to zero.</exception>
    public static double PinballLoss(Target truth, Target predicted, double alpha = 0.5, ReadOnlySpan<double> weights = default)
    {
        CheckNumbers("pinball loss", truth, predicted, several: true);
        var y = truth.Numbers("pinball loss");
        var p = predicted.Numbers("pinball loss");
        return truth.Outputs == 1 ? PinballLoss(y, p, alpha, weights) : PinballLoss(y, p, truth.Outputs, alpha, weights);
    }

    /// <summary>The share of the pinball loss of the truth's quantile that is explained; of several outputs the mean over them.</summary>
    /// <param name="truth">True numbers, one or several per sample.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <param name="alpha">The quantile that was predicted, 0 to 1. Default: 0.5, the median.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in size, there are no samples, a value is outside the range of the score, or the weights add up to zero.</exception>
    public static double D2Pinball(Target truth, Target predicted, double alpha = 0.5, ReadOnlySpan<double> weights = default)
    {
        CheckNumbers("d2 pinball", truth, predicted, several: true);
        var y = truth.Numbers("d2 pinball");
        var p = predicted.Numbers("d2 pinball");
        return truth.Outputs == 1 ? D2Pinball(y, p, alpha, weights) : D2Pinball(y, p, truth.Outputs, alpha, weights);
    }

    /// <summary>The share of the absolute error of the truth's median that is explained; of several outputs the mean over them.</summary>
    /// <param name="truth">True numbers, one or several per sample.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in size, there are no samples, a value is outside the range of the score, or the weights add up to zero.</exception>
    public static double D2AbsoluteError(Target truth, Target predicted, ReadOnlySpan<double> weights = default)
    {
        CheckNumbers("d2 absolute error", truth, predicted, several: true);
        var y = truth.Numbers("d2 absolute error");
        var p = predicted.Numbers("d2 absolute error");
        return truth.Outputs == 1 ? D2AbsoluteError(y, p, weights) : D2AbsoluteError(y, p, truth.Outputs, weights: weights);
    }

    /// <summary>Mean deviance of a Tweedie distribution.</summary>
    /// <param name="truth">True numbers, one or several per sample.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <param name="power">The power of the mean that the variance goes with: 0 or less, or 1 and more. Default: 0.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in size, there are no samples, a value is outside the range of the score, or the weights add up to zero.</exception>
    public static double TweedieDeviance(Target truth, Target predicted, double power = 0, ReadOnlySpan<double> weights = default)
    {
        CheckNumbers("tweedie deviance", truth, predicted, several: false);
        var y = truth.Numbers("tweedie deviance");
        var p = predicted.Numbers("tweedie deviance");
        return TweedieDeviance(y, p, power, weights);
    }

    /// <summary>The share of the Tweedie deviance of the truth's mean that is explained.</summary>
    /// <param name="truth">True numbers, one or several per sample.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <param name="power">The power of the mean that the variance goes with: 0 or less, or 1 and more. Default: 0.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in size, there are no samples, a value is outside the range of the score, or the weights add up to zero.</exception>
    public static double D2Tweedie(Target truth, Target predicted, double power = 0, ReadOnlySpan<double> weights = default)
    {
        CheckNumbers("d2 tweedie", truth, predicted, several: false);
        var y = truth.Numbers("d2 tweedie");
        var p = predicted.Numbers("d2 tweedie");
        return D2Tweedie(y, p, power, weights);
    }

    /// <summary>Mean deviance of counts from a Poisson distribution.</summary>
    /// <param name="truth">True numbers, one or several per sample.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in size, there are no samples, a value is outside the range of the score, or the weights add up to zero.</exception>
    public static double PoissonDeviance(Target truth, Target predicted, ReadOnlySpan<double> weights = default)
    {
        CheckNumbers("poisson deviance", truth, predicted, several: false);
        var y = truth.Numbers("poisson deviance");
        var p = predicted.Numbers("poisson deviance");
        return PoissonDeviance(y, p, weights);
    }

    /// <summary>Mean deviance of a Gamma distribution.</summary>
    /// <param name="truth">True numbers, one or several per sample.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The targets differ in size, there are no samples, a value is outside the range of the score, or the weights add up to zero.</exception>
    public static double GammaDeviance(Target truth, Target predicted, ReadOnlySpan<double> weights = default)
    {
        CheckNumbers("gamma deviance", truth, predicted, several: false);
        var y = truth.Numbers("gamma deviance");
        var p = predicted.Numbers("gamma deviance");
        return GammaDeviance(y, p, weights);
    }

    /// <summary>The largest absolute difference.</summary>
    /// <param name="truth">True numbers, one or several per sample.</param>
    /// <param name="predicted">Predicted numbers.</param>
    /// <exception cref="ArgumentException">The targets differ in size, there are no samples, a value is outside the range of the score, or the weights add up to zero.</exception>
    public static double MaxError(Target truth, Target predicted)
    {
        CheckNumbers("max error", truth, predicted, several: false);
        var y = truth.Numbers("max error");
        var p = predicted.Numbers("max error");
        return MaxError(y, p);
    }

    private static void CheckNumbers(string metric, Target truth, Target predicted, bool several)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        if (truth.Outputs != predicted.Outputs || (truth.Outputs > 1 && !several))
        {
            throw new ArgumentException(
                $"{metric}: the truth has {truth.Outputs} values per sample, the prediction {predicted.Outputs}; {(several ? "as many are expected" : "one each is expected")}.");
        }

        CheckLengths(metric, truth.Count, predicted.Count);
    }
}
