using System.Numerics;

namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>
    /// Mean deviance of a Tweedie distribution (scikit-learn: <c>mean_tweedie_deviance</c>): power 0 is the squared error, 1 Poisson, 2 Gamma,
    /// 3 inverse Gaussian; between 1 and 2 lies compound Poisson.
    /// </summary>
    /// <param name="truth">True values: at least 0 for powers from 1, above 0 for powers from 2.</param>
    /// <param name="predicted">Predicted values, as many: above 0 for every power but 0.</param>
    /// <param name="power">The power of the mean that the variance goes with: 0 or less, or 1 and more. Default: 0.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">
    /// The power is between 0 and 1, a value is outside its range, the lengths differ, there are no samples, or the weights add up to zero.
    /// </exception>
    public static double TweedieDeviance(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, double power = 0, ReadOnlySpan<double> weights = default)
    {
        CheckTweedie("tweedie deviance", truth, predicted, power);
        return One(new DevianceOf(power), truth, predicted, weights);
    }

    /// <summary>Mean deviance of counts from a Poisson distribution, 2 (y log(y / p) − y + p) (scikit-learn: <c>mean_poisson_deviance</c>).</summary>
    /// <param name="truth">True values, none below 0.</param>
    /// <param name="predicted">Predicted values, as many, all above 0.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">A value is outside its range, the lengths differ, there are no samples, or the weights add up to zero.</exception>
    public static double PoissonDeviance(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        TweedieDeviance(truth, predicted, 1, weights);

    /// <summary>Mean deviance of a Gamma distribution, 2 (log(p / y) + y / p − 1) (scikit-learn: <c>mean_gamma_deviance</c>).</summary>
    /// <param name="truth">True values, all above 0.</param>
    /// <param name="predicted">Predicted values, as many, all above 0.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">A value is outside its range, the lengths differ, there are no samples, or the weights add up to zero.</exception>
    public static double GammaDeviance(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        TweedieDeviance(truth, predicted, 2, weights);

    /// <summary>
    /// The share of the Tweedie deviance of the truth's mean that is explained (scikit-learn: <c>d2_tweedie_score</c>): 1 is perfect, 0 is as
    /// good as the mean; of a single sample it is NaN.
    /// </summary>
    /// <inheritdoc cref="TweedieDeviance(ReadOnlySpan{double}, ReadOnlySpan{double}, double, ReadOnlySpan{double})"/>
    public static double D2Tweedie(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, double power = 0, ReadOnlySpan<double> weights = default)
    {
        CheckTweedie("d2 tweedie", truth, predicted, power);
        CheckWeights("d2 tweedie", truth.Length, weights);
        var mean = PairSum.Of(truth, truth, weights, new TruthTerm()) / TotalWeight("d2 tweedie", truth.Length, weights);
        if (truth.Length < 2)
        {
            return double.NaN;
        }

        var constant = new double[truth.Length];
        Array.Fill(constant, mean);
        return 1 - (Deviances.Sum(power, truth, predicted, weights) / Deviances.Sum(power, truth, constant, weights));
    }

    /// <summary>The largest absolute difference (scikit-learn: <c>max_error</c>), in the target's unit; NaN when a value is NaN.</summary>
    /// <param name="truth">True values.</param>
    /// <param name="predicted">Predicted values, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are no samples.</exception>
    public static double MaxError(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted)
    {
        CheckLengths("max error", truth.Length, predicted.Length);
        Vector<double> a = default, b = default;
        var width = Vector<double>.Count;
        var i = 0;
        for (; i + (2 * width) <= truth.Length; i += 2 * width)
        {
            a = Vector.Max(a, Vector.Abs(new Vector<double>(truth[i..]) - new Vector<double>(predicted[i..])));
            b = Vector.Max(b, Vector.Abs(new Vector<double>(truth[(i + width)..]) - new Vector<double>(predicted[(i + width)..])));
        }

        a = Vector.Max(a, b);
        var largest = 0.0;
        for (var lane = 0; lane < width; lane++)
        {
            largest = Math.Max(largest, a[lane]);
        }

        for (; i < truth.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(truth[i] - predicted[i]));
        }

        return largest;
    }

    private static void CheckTweedie(string metric, ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, double power)
    {
        CheckLengths(metric, truth.Length, predicted.Length);
        if (power is > 0 and < 1 || double.IsNaN(power))
        {
            throw new ArgumentOutOfRangeException(
                nameof(power), FormattableString.Invariant($"{metric}: no Tweedie distribution has the power {power}; it is 0 or less, or 1 and more."));
        }

        if (power != 0)
        {
            var named = FormattableString.Invariant($"{metric} of power {power}");
            CheckAbove(named, "prediction", predicted, 0, strictly: true);
            if (power >= 1)
            {
                CheckAbove(named, "true value", truth, 0, strictly: power >= 2);
            }
        }
    }
}
