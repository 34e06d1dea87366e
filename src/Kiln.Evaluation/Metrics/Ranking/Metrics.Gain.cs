using Kiln.Data;
using Kiln.Numerics;

namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>
    /// Discounted cumulative gain (scikit-learn: <c>dcg_score</c>): the relevances in the order of the scores, each divided by the logarithm
    /// of its rank plus one; the mean over the samples. K. Järvelin and J. Kekäläinen, Cumulated Gain-based Evaluation of IR Techniques, 2002.
    /// </summary>
    /// <param name="relevances">How relevant each item is, row-major (samples, items).</param>
    /// <param name="scores">How high each item is ranked, as many.</param>
    /// <param name="items">Number of items (columns).</param>
    /// <param name="k">Only the first so many ranks count; all when null.</param>
    /// <param name="logBase">Base of the logarithm: a low one falls off fast. Default: 2.</param>
    /// <param name="ignoreTies">
    /// Whether equal scores are taken in one order, that of scikit-learn (of few items the last one first), instead of sharing the mean of their relevances (F. McSherry and M.
    /// Najork, Computing Information Retrieval Performance Measures Efficiently in the Presence of Tied Scores, 2008). Default: false.
    /// </param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, there are no samples, or a value is not finite.</exception>
    public static double Dcg(
        ReadOnlySpan<double> relevances,
        ReadOnlySpan<double> scores,
        int items,
        int? k = null,
        double logBase = 2,
        bool ignoreTies = false,
        ReadOnlySpan<double> weights = default)
    {
        CheckRelevances("dcg", relevances, scores, items, weights);
        return MeanOfRows("dcg", Gains(relevances, scores, items, k, logBase, ignoreTies), weights);
    }

    /// <summary>
    /// Normalized discounted cumulative gain (scikit-learn: <c>ndcg_score</c>): the gain as a share of that of the best order, 0 for a sample
    /// without relevant items; the mean over the samples.
    /// </summary>
    /// <param name="relevances">How relevant each item is, row-major (samples, items).</param>
    /// <param name="scores">How high each item is ranked, as many.</param>
    /// <param name="items">Number of items (columns).</param>
    /// <param name="k">Only the first so many ranks count; all when null.</param>
    /// <param name="ignoreTies">Whether equal scores are taken in one order, as in <see cref="Dcg"/>, instead of sharing the mean of their relevances. Default: false.</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, there are no samples, or a value is not finite.</exception>
    public static double Ndcg(
        ReadOnlySpan<double> relevances,
        ReadOnlySpan<double> scores,
        int items,
        int? k = null,
        bool ignoreTies = false,
        ReadOnlySpan<double> weights = default)
    {
        CheckRelevances("ndcg", relevances, scores, items, weights);
        var gains = Gains(relevances, scores, items, k, 2, ignoreTies);
        var best = Gains(relevances, relevances, items, k, 2, ignoreTies: true);
        for (var i = 0; i < gains.Length; i++)
        {
            gains[i] = best[i] == 0 ? 0 : gains[i] / best[i];
        }

        return MeanOfRows("ndcg", gains, weights);
    }

    private static double[] Gains(ReadOnlySpan<double> relevances, ReadOnlySpan<double> scores, int items, int? k, double logBase, bool ignoreTies)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k ?? 1, 1, nameof(k));
        var rows = relevances.Length / items;
        var order = new long[relevances.Length];
        Ordering.Sort(scores, order, rows, items, 1, descending: true);
        if (ignoreTies && relevances != scores)
        {
            // (Equal relevances by their own order may come as they like.)
            ReverseNumPyOrder(scores, order, rows, items);
        }

        var counted = Math.Min(items, k ?? items);
        var discounts = new double[items];
        for (var rank = 0; rank < counted; rank++)
        {
            discounts[rank] = 1 / (Math.Log(rank + 2) / Math.Log(logBase));
        }

        var gains = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            var start = row * items;
            var y = relevances.Slice(start, items);
            var s = scores.Slice(start, items);
            var o = order.AsSpan(start, items);
            var gain = 0.0;
            for (var from = 0; from < counted;)
            {
                // A run of equal scores shares its mean relevance.
                var to = from + 1;
                double relevance = y[(int)o[from]], discount = discounts[from];
                while (!ignoreTies && to < items && s[(int)o[to]] == s[(int)o[from]])
                {
                    relevance += y[(int)o[to]];
                    discount += discounts[to++];
                }

                gain += relevance / (to - from) * discount;
                from = to;
            }

            gains[row] = gain;
        }

        return gains;
    }

    /// <summary>Puts equal scores, which come in the order of the items, into that of <c>numpy.argsort(scores)[::-1]</c>: up to 16 items the last one first.</summary>
    private static void ReverseNumPyOrder(ReadOnlySpan<double> scores, Span<long> order, int rows, int items)
    {
        var ranks = new int[items];
        for (var row = 0; row < rows; row++)
        {
            var s = scores.Slice(row * items, items);
            var o = order.Slice(row * items, items);
            var rank = items;
            for (var i = 0; i < items; i++)
            {
                rank -= i > 0 && s[(int)o[i]] != s[(int)o[i - 1]] ? 1 : 0;
                ranks[(int)o[i]] = rank;
            }

            if (rank == 1)
            {
                // All differ.
                continue;
            }

            var ascending = NumPyOrder.Sort(ranks);
            for (var i = 0; i < items; i++)
            {
                o[i] = ascending[items - 1 - i];
            }
        }
    }

    private static void CheckRelevances(
        string metric, ReadOnlySpan<double> relevances, ReadOnlySpan<double> scores, int items, ReadOnlySpan<double> weights)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 2);
        CheckLengths(metric, relevances.Length, scores.Length);
        if (relevances.Length % items != 0)
        {
            throw new ArgumentException($"{metric}: {relevances.Length} values are no whole number of samples of {items} items; expected row-major (samples, items).");
        }

        CheckWeights(metric, relevances.Length / items, weights);
        CheckFinite(metric, "relevance", relevances);
        CheckFinite(metric, "score", scores);
    }

    private static double MeanOfRows(string metric, double[] rows, ReadOnlySpan<double> weights) =>
        PairSum.Of(rows, rows, weights, new TruthTerm()) / TotalWeight(metric, rows.Length, weights);
}
