namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>The fraction of samples whose predicted class equals the true one (scikit-learn: <c>accuracy_score</c>).</summary>
    /// <param name="truth">True class of each sample; any integers.</param>
    /// <param name="predicted">Predicted class of each sample.</param>
    /// <returns>A value in [0, 1].</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there are no samples.</exception>
    public static double Accuracy(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        CheckLengths("accuracy", truth.Length, predicted.Length);
        var correct = 0;
        for (var i = 0; i < truth.Length; i++)
        {
            correct += truth[i] == predicted[i] ? 1 : 0;
        }

        return (double)correct / truth.Length;
    }

    /// <summary>
    /// The fraction of samples whose true class is among the <paramref name="k"/> best-scored ones (scikit-learn:
    /// <c>top_k_accuracy_score</c>). Among equal scores the class with the higher index ranks first, as there. A row that holds NaN
    /// counts as a miss, so that a diverged network does not score.
    /// </summary>
    /// <param name="truth">True class of each sample, in 0 … <paramref name="classes"/> − 1.</param>
    /// <param name="scores">Logits or probabilities, row-major (samples, classes).</param>
    /// <param name="classes">Number of classes (columns of <paramref name="scores"/>).</param>
    /// <param name="k">How many classes may be guessed, at least 1; with k ≥ classes every row without NaN is a hit.</param>
    /// <returns>A value in [0, 1].</returns>
    /// <exception cref="ArgumentException">The sizes do not fit, there are no samples, or a label is out of range.</exception>
    public static double TopKAccuracy(ReadOnlySpan<int> truth, ReadOnlySpan<double> scores, int classes, int k = 5)
    {
        CheckScores("top-k accuracy", truth.Length, scores.Length, classes);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var hits = 0;
        for (var row = 0; row < truth.Length; row++)
        {
            CheckLabel("top-k accuracy", truth[row], row, classes);
            hits += IsInTopK(scores.Slice(row * classes, classes), truth[row], k) ? 1 : 0;
        }

        return (double)hits / truth.Length;
    }

    /// <summary>Whether fewer than <paramref name="k"/> classes rank before <paramref name="label"/> in one row of scores.</summary>
    internal static bool IsInTopK(ReadOnlySpan<double> row, int label, int k)
    {
        var own = row[label];
        var before = 0;
        for (var c = 0; c < row.Length; c++)
        {
            if (double.IsNaN(row[c]))
            {
                return false;
            }

            if (row[c] > own || (row[c] == own && c > label))
            {
                before++;
            }
        }

        return before < k;
    }

    /// <summary>Index of the first largest score of a row, or −1 when the row holds NaN (no class is predicted then).</summary>
    internal static int ArgMax(ReadOnlySpan<double> row)
    {
        var best = 0;
        for (var c = 0; c < row.Length; c++)
        {
            if (double.IsNaN(row[c]))
            {
                return -1;
            }

            if (row[c] > row[best])
            {
                best = c;
            }
        }

        return best;
    }
}
