using System.Numerics;

namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>Mean of (log(1 + y) − log(1 + p))² (scikit-learn: <c>mean_squared_log_error</c>): relative errors count, whatever the size.</summary>
    /// <param name="truth">True values, none below 0.</param>
    /// <param name="predicted">Predicted values, as many, none below 0.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">A value is negative, the lengths differ, there are no samples, or the weights add up to zero.</exception>
    public static double MeanSquaredLogError(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default)
    {
        CheckNotNegative("mean squared log error", truth, predicted);
        return One(new LogErrorOf(), truth, predicted, weights);
    }

    /// <summary>The same of several outputs, each scored by itself, as one number.</summary>
    /// <param name="truth">True values, row-major (samples, outputs), none below 0.</param>
    /// <param name="predicted">Predicted values, as many, none below 0.</param>
    /// <param name="outputs">Number of outputs (columns).</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="outputWeights">One weight per output for the mean over them, or none.</param>
    /// <exception cref="ArgumentException">A value is negative, the lengths do not fit, there are no samples, or the weights add up to zero.</exception>
    public static double MeanSquaredLogError(
        ReadOnlySpan<double> truth,
        ReadOnlySpan<double> predicted,
        int outputs,
        ReadOnlySpan<double> weights = default,
        ReadOnlySpan<double> outputWeights = default)
    {
        CheckNotNegative("mean squared log error", truth, predicted);
        return Averaged(new LogErrorOf(), truth, predicted, outputs, weights, outputWeights);
    }

    /// <summary>The same of each output (scikit-learn: <c>multioutput="raw_values"</c>).</summary>
    /// <inheritdoc cref="MeanSquaredLogError(ReadOnlySpan{double}, ReadOnlySpan{double}, int, ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static double[] MeanSquaredLogErrors(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, int outputs, ReadOnlySpan<double> weights = default)
    {
        CheckNotNegative("mean squared log error", truth, predicted);
        return Each(new LogErrorOf(), truth, predicted, outputs, weights);
    }

    /// <summary>
    /// Square root of the mean of (log(1 + y) − log(1 + p))² (scikit-learn: <c>mean_squared_log_error</c> with <c>squared=False</c>).
    /// </summary>
    /// <inheritdoc cref="MeanSquaredLogError(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static double RootMeanSquaredLogError(
        ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights = default) =>
        Math.Sqrt(MeanSquaredLogError(truth, predicted, weights));

    private static void CheckNotNegative(string metric, ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted)
    {
        CheckAbove(metric, "true value", truth, 0, strictly: false);
        CheckAbove(metric, "prediction", predicted, 0, strictly: false);
    }

    /// <summary>Throws at the first value that is below a bound, or at it where it must be above strictly. NaN passes: it shows in the score.</summary>
    private static void CheckAbove(string metric, string what, ReadOnlySpan<double> values, double bound, bool strictly)
    {
        if (!AnyBelow(values, bound, strictly))
        {
            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] < bound || (strictly && values[i] == bound))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"{metric}: the {what} at index {i} is {values[i]}; it must {(strictly ? "be above" : "not be below")} {bound}."));
            }
        }
    }

    private static bool AnyBelow(ReadOnlySpan<double> values, double bound, bool strictly)
    {
        // What is strictly above a bound is not below the next number.
        bound = strictly ? Math.BitIncrement(bound) : bound;
        var bounds = new Vector<double>(bound);
        var below = Vector<long>.Zero;
        var i = 0;
        for (; i <= values.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            below |= Vector.LessThan(new Vector<double>(values[i..]), bounds);
        }

        var any = below != Vector<long>.Zero;
        for (; i < values.Length; i++)
        {
            any |= values[i] < bound;
        }

        return any;
    }
}
