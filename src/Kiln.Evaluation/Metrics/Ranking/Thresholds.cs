using System.Buffers;

namespace Kiln.Evaluation;

/// <summary>
/// For each distinct score, from the highest down: the weight of the negatives and of the positives that score at least as high. All that
/// ROC, precision-recall and detection curves are made of. Samples of weight zero are left out.
/// </summary>
internal readonly ref struct Thresholds
{
    private Thresholds(Span<double> falsePositives, Span<double> truePositives, Span<double> scores)
    {
        FalsePositives = falsePositives;
        TruePositives = truePositives;
        Scores = scores;
    }

    public Span<double> FalsePositives { get; }

    public Span<double> TruePositives { get; }

    public Span<double> Scores { get; }

    public int Count => Scores.Length;

    /// <summary>The weight of all negatives.</summary>
    public double Negatives => FalsePositives[^1];

    /// <summary>The weight of all positives.</summary>
    public double Positives => TruePositives[^1];

    /// <summary>Sorts and counts. The scores are finite, the weights as many or none.</summary>
    public static Thresholds Of(string metric, ReadOnlySpan<byte> positive, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        var n = scores.Length;
        var order = ArrayPool<int>.Shared.Rent(n);
        ScoreOrder.Sort(scores, order.AsSpan(0, n), descending: true);
        double[] falsePositives = new double[n], truePositives = new double[n], thresholds = new double[n];
        var count = weights.IsEmpty
            ? Count1(order.AsSpan(0, n), positive, scores, falsePositives, truePositives, thresholds)
            : CountWeighted(order.AsSpan(0, n), positive, scores, weights, falsePositives, truePositives, thresholds);
        ArrayPool<int>.Shared.Return(order);
        return count > 0
            ? new Thresholds(falsePositives.AsSpan(0, count), truePositives.AsSpan(0, count), thresholds.AsSpan(0, count))
            : throw new ArgumentException($"{metric}: every sample has the weight zero; at least one must not.");
    }

    private static int Count1(
        ReadOnlySpan<int> order, ReadOnlySpan<byte> positive, ReadOnlySpan<double> scores, double[] falsePositives, double[] truePositives, double[] thresholds)
    {
        int count = -1, hits = 0;
        var last = double.NaN;
        for (var i = 0; i < order.Length; i++)
        {
            var at = order[i];
            var score = scores[at];
            hits += positive[at];

            // A new score opens the next place; an equal one overwrites the place it is in.
            count += score == last ? 0 : 1;
            last = score;
            thresholds[count] = score;
            truePositives[count] = hits;
            falsePositives[count] = i + 1 - hits;
        }

        return count + 1;
    }

    private static int CountWeighted(
        ReadOnlySpan<int> order,
        ReadOnlySpan<byte> positive,
        ReadOnlySpan<double> scores,
        ReadOnlySpan<double> weights,
        double[] falsePositives,
        double[] truePositives,
        double[] thresholds)
    {
        var count = -1;
        double hits = 0, misses = 0, last = double.NaN;
        foreach (var at in order)
        {
            var weight = weights[at];
            if (weight == 0)
            {
                continue;
            }

            hits += positive[at] * weight;
            misses += (1 - positive[at]) * weight;
            count += scores[at] == last ? 0 : 1;
            last = scores[at];
            thresholds[count] = last;
            truePositives[count] = hits;
            falsePositives[count] = misses;
        }

        return count + 1;
    }
}
