namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>
    /// Mean of −log p(true class) (scikit-learn: <c>log_loss</c>), natural logarithm. Probabilities are clipped to
    /// [2⁻⁵², 1 − 2⁻⁵²], so that one confident mistake costs about 36 and not infinity.
    /// </summary>
    /// <param name="truth">True class of each sample, in 0 … <paramref name="classes"/> − 1.</param>
    /// <param name="probabilities">
    /// Row-major (samples, classes), each row adding up to 1; or, for two classes, one probability of class 1 per sample.
    /// </param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <exception cref="ArgumentException">
    /// The sizes do not fit, there are no samples, a label is out of range, or a row is no distribution (logits need a softmax first).
    /// </exception>
    public static double LogLoss(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        var single = classes == 2 && probabilities.Length == truth.Length;
        CheckScores("log loss", truth.Length, probabilities.Length, single ? 1 : classes);
        var sum = 0.0;
        for (var row = 0; row < truth.Length; row++)
        {
            CheckLabel("log loss", truth[row], row, classes);
            double p;
            if (single)
            {
                CheckProbability(probabilities[row], row);
                p = truth[row] == 1 ? probabilities[row] : 1 - probabilities[row];
            }
            else
            {
                var distribution = probabilities.Slice(row * classes, classes);
                CheckDistribution(distribution, row);
                p = distribution[truth[row]];
            }

            sum -= Math.Log(Math.Clamp(p, ClipEpsilon, 1 - ClipEpsilon));
        }

        return sum / truth.Length;
    }

    private const double ClipEpsilon = 2.220446049250313e-16;

    private static void CheckProbability(double p, int row)
    {
        if (!(p is >= 0 and <= 1))
        {
            throw new ArgumentException(
                $"log loss: sample {row} has the probability {FormattableString.Invariant($"{p:R}")}, outside [0, 1]; "
                + "were logits given? Apply a sigmoid or softmax first.");
        }
    }

    // The tolerance admits rows that a float32 softmax made: 1e-3 is far above its rounding, far below a logit's deviation.
    private static void CheckDistribution(ReadOnlySpan<double> distribution, int row)
    {
        var sum = 0.0;
        foreach (var p in distribution)
        {
            CheckProbability(p, row);
            sum += p;
        }

        if (Math.Abs(sum - 1) > 1e-3)
        {
            throw new ArgumentException(
                $"log loss: the probabilities of sample {row} add up to {FormattableString.Invariant($"{sum:R}")}, not 1; "
                + "were logits given? Apply a softmax first.");
        }
    }
}
