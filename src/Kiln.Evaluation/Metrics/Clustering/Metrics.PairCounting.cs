namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>
    /// For every ordered pair of different samples whether each grouping has them together (scikit-learn: <c>pair_confusion_matrix</c>): a
    /// true positive is together in both.
    /// </summary>
    /// <param name="truth">True group of each sample; any integers.</param>
    /// <param name="predicted">The group it was given; the numbers need not agree with those of the truth.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are no samples.</exception>
    public static BinaryCounts PairConfusion(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        var (tn, fp, fn, tp) = PairCounts("pair confusion", truth, predicted);
        return new BinaryCounts((double)tn, (double)fp, (double)fn, (double)tp);
    }

    /// <summary>The share of pairs of samples on which two groupings agree (scikit-learn: <c>rand_score</c>).</summary>
    /// <inheritdoc cref="PairConfusion"/>
    public static double RandIndex(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        var (tn, fp, fn, tp) = PairCounts("rand index", truth, predicted);
        return fp == 0 && fn == 0 ? 1 : (double)(tn + tp) / (double)(tn + fp + fn + tp);
    }

    /// <summary>
    /// The share of pairs of samples on which two groupings agree, on a scale on which chance is 0 and full agreement 1 (scikit-learn:
    /// <c>adjusted_rand_score</c>). L. Hubert and P. Arabie, Comparing Partitions, 1985.
    /// </summary>
    /// <inheritdoc cref="PairConfusion"/>
    public static double AdjustedRandIndex(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        var (tn, fp, fn, tp) = PairCounts("adjusted rand index", truth, predicted);
        return fp == 0 && fn == 0
            ? 1
            : 2 * (double)((tp * tn) - (fn * fp)) / (double)(((tp + fn) * (fn + tn)) + ((tp + fp) * (fp + tn)));
    }

    /// <summary>
    /// The geometric mean of precision and recall over pairs of samples that are together (scikit-learn: <c>fowlkes_mallows_score</c>). E.
    /// Fowlkes and C. Mallows, A Method for Comparing Two Hierarchical Clusterings, 1983.
    /// </summary>
    /// <inheritdoc cref="PairConfusion"/>
    public static double FowlkesMallows(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        var table = Contingency.Of("fowlkes-mallows", truth, predicted);
        var (both, first, second) = table.Squares;
        double together = both - table.Total;
        return together == 0 ? 0 : Math.Sqrt(together / (second - table.Total)) * Math.Sqrt(together / (first - table.Total));
    }

    // Products of two counts of pairs go past 2⁶³ from some ten thousand samples on.
    private static (Int128 Tn, Int128 Fp, Int128 Fn, Int128 Tp) PairCounts(string metric, ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        var table = Contingency.Of(metric, truth, predicted);
        var (both, first, second) = table.Squares;
        var (fp, fn) = (second - both, first - both);
        return (((long)table.Total * table.Total) - fp - fn - both, fp, fn, both - table.Total);
    }
}
