using Kiln.Numerics;

namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>
    /// Mean of −log p(true class) (scikit-learn: <c>log_loss</c>), natural logarithm. Probabilities are clipped to
    /// [2⁻⁵², 1 − 2⁻⁵²], so that one confident mistake costs about 36 and not infinity, and then divided by their sum.
    /// </summary>
    /// <param name="truth">True class of each sample, in 0 … <paramref name="classes"/> − 1.</param>
    /// <param name="probabilities">
    /// Row-major (samples, classes), each row adding up to 1; or, for two classes, one probability of class 1 per sample.
    /// </param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="normalize">Whether the mean is wanted, or else the sum. Default: the mean.</param>
    /// <exception cref="ArgumentException">
    /// The sizes do not fit, there are no samples, a label is out of range, a row is no distribution (logits need a softmax first), or the
    /// weights add up to zero.
    /// </exception>
    public static double LogLoss(
        ReadOnlySpan<int> truth,
        ReadOnlySpan<double> probabilities,
        int classes,
        ReadOnlySpan<double> weights = default,
        bool normalize = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        var single = classes == 2 && probabilities.Length == truth.Length;
        CheckScores("log loss", truth.Length, probabilities.Length, single ? 1 : classes);
        CheckWeights("log loss", truth.Length, weights);

        // What each sample gave its class; the logarithms are taken together afterwards.
        var chances = new double[truth.Length];
        for (var row = 0; row < truth.Length; row++)
        {
            CheckLabel("log loss", truth[row], row, classes);
            if (single)
            {
                CheckProbability(probabilities[row], row);
                chances[row] = Clip(truth[row] == 1 ? probabilities[row] : 1 - probabilities[row]);
            }
            else
            {
                var distribution = probabilities.Slice(row * classes, classes);
                chances[row] = Clip(distribution[truth[row]]) / ClippedSum(distribution, row);
            }
        }

        Elementwise.Unary<LogOperator, double>(chances, chances);
        var sum = -PairSum.Of(chances, chances, weights, new TruthTerm());
        return MeanOrSum("log loss", sum, truth.Length, weights, normalize);
    }

    private static double Clip(double p) => Math.Clamp(p, Float64.Epsilon, 1 - Float64.Epsilon);

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
    private static double ClippedSum(ReadOnlySpan<double> distribution, int row)
    {
        double sum = 0, clipped = 0;
        foreach (var p in distribution)
        {
            CheckProbability(p, row);
            sum += p;
            clipped += Clip(p);
        }

        return Math.Abs(sum - 1) <= 1e-3
            ? clipped
            : throw new ArgumentException(
                $"log loss: the probabilities of sample {row} add up to {FormattableString.Invariant($"{sum:R}")}, not 1; "
                + "were logits given? Apply a softmax first.");
    }
}
