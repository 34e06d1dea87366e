namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>
    /// The fraction of samples whose true class is among the <paramref name="k"/> best-scored ones (scikit-learn:
    /// <c>top_k_accuracy_score</c>). Among equal scores the class with the higher index ranks first, as there. A row that holds NaN
    /// counts as a miss, so that a diverged network does not score.
    /// </summary>
    /// <param name="truth">True class of each sample, in 0 … <paramref name="classes"/> − 1.</param>
    /// <param name="scores">
    /// Logits or probabilities, row-major (samples, classes); or, for two classes, one score per sample, which predicts class 1 when it is above
    /// ½ (all scores within [0, 1]) or above 0.
    /// </param>
    /// <param name="classes">Number of classes (columns of <paramref name="scores"/>).</param>
    /// <param name="k">How many classes may be guessed, at least 1; with k ≥ classes every row without NaN is a hit. Default: 2, as in scikit-learn.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <param name="normalize">Whether the fraction is wanted, or else the number (the weight) of hits. Default: the fraction.</param>
    /// <returns>A value in [0, 1] when normalized.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit, there are no samples, a label is out of range, or the weights add up to zero.</exception>
    public static double TopKAccuracy(
        ReadOnlySpan<int> truth, ReadOnlySpan<double> scores, int classes, int k = 2, ReadOnlySpan<double> weights = default, bool normalize = true)
    {
        var single = classes == 2 && scores.Length == truth.Length;
        CheckScores("top-k accuracy", truth.Length, scores.Length, single ? 1 : classes);
        CheckWeights("top-k accuracy", truth.Length, weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var threshold = single && scores.ContainsAnyExceptInRange(0, 1) ? 0 : 0.5;
        var hits = 0.0;
        for (var row = 0; row < truth.Length; row++)
        {
            CheckLabel("top-k accuracy", truth[row], row, classes);
            var hit = single
                ? !double.IsNaN(scores[row]) && (k > 1 || (scores[row] > threshold) == (truth[row] == 1))
                : IsInTopK(scores.Slice(row * classes, classes), truth[row], k);
            hits += hit ? (weights.IsEmpty ? 1 : weights[row]) : 0;
        }

        return MeanOrSum("top-k accuracy", hits, truth.Length, weights, normalize);
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
