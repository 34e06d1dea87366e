namespace Kiln.Estimators;

/// <summary>k-means on a line, by Lloyd's iteration from given centers, as scikit-learn's <c>KMeans</c> with one start: until no value changes its center, or the centers move less than 10⁻⁴ of the variance.</summary>
internal static class LineClusters
{
    private const int MostRounds = 300;

    /// <summary>The centers, ascending.</summary>
    /// <param name="sorted">Values, ascending.</param>
    /// <param name="centers">The first centers, ascending.</param>
    public static double[] Centers(ReadOnlySpan<double> sorted, double[] centers)
    {
        var mean = System.Numerics.Tensors.TensorPrimitives.Sum(sorted) / sorted.Length;
        var values = new double[sorted.Length];
        System.Numerics.Tensors.TensorPrimitives.Subtract(sorted, mean, values);
        centers = Array.ConvertAll(centers, center => center - mean);
        var tolerance = 1e-4 * System.Numerics.Tensors.TensorPrimitives.SumOfSquares<double>(values) / values.Length;
        var labels = Array.Empty<int>();
        for (var round = 0; round < MostRounds; round++)
        {
            var next = Labels(values, centers);
            var moved = Means(values, next, centers);
            var shift = 0.0;
            for (var i = 0; i < centers.Length; i++)
            {
                shift += (moved[i] - centers[i]) * (moved[i] - centers[i]);
            }

            var same = next.AsSpan().SequenceEqual(labels);
            (centers, labels) = (moved, next);
            if (same || shift <= tolerance)
            {
                break;
            }
        }

        return [.. centers.Select(center => center + mean).Order()];
    }

    private static int[] Labels(double[] values, double[] centers)
    {
        var labels = new int[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            // The squared distance without the value's own square, which is the same for all centers: a value halfway between two centers goes where
            // scikit-learn's rounding sends it.
            var (nearest, least) = (0, double.PositiveInfinity);
            for (var c = 0; c < centers.Length; c++)
            {
                var distance = (centers[c] * centers[c]) - (2 * (values[i] * centers[c]));
                (nearest, least) = distance < least ? (c, distance) : (nearest, least);
            }

            labels[i] = nearest;
        }

        return labels;
    }

    private static double[] Means(double[] values, int[] labels, double[] centers)
    {
        var (sums, counts) = (new double[centers.Length], new double[centers.Length]);
        for (var i = 0; i < values.Length; i++)
        {
            sums[labels[i]] += values[i];
            counts[labels[i]]++;
        }

        // A center without values moves to the value that is farthest from its own.
        int[] empty = [.. Enumerable.Range(0, centers.Length).Where(c => counts[c] == 0)];
        var farthest = empty.Length == 0 ? [] : Enumerable.Range(0, values.Length).OrderByDescending(i => Math.Abs(values[i] - centers[labels[i]])).Take(empty.Length).ToArray();
        for (var i = 0; i < empty.Length; i++)
        {
            var (value, from) = (values[farthest[i]], labels[farthest[i]]);
            sums[from] -= value;
            counts[from]--;
            (sums[empty[i]], counts[empty[i]]) = (value, 1);
        }

        // Who gave its only value away moves to the mean of all, which is 0 here.
        return [.. sums.Select((sum, c) => counts[c] > 0 ? sum / counts[c] : 0)];
    }
}
