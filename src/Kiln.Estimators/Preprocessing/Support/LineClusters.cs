using System.Numerics;
using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// k-means on a line by Lloyd's iteration from given centers, step by step as scikit-learn's <c>KMeans</c> with one start and one thread, down to the rounding: values of few digits lie
/// halfway between two centers so often that the last bit decides where the edges end up.
/// </summary>
internal static class LineClusters
{
    private const int MostRounds = 300;
    private const double Tolerance = 1e-4;

    /// <summary>The centers, ascending.</summary>
    /// <param name="given">At least as many values as centers, in the order of the samples: sums are taken in it.</param>
    /// <param name="starts">The first centers.</param>
    public static double[] Centers(ReadOnlySpan<double> given, double[] starts)
    {
        var mean = NumPySum.Pairwise(given) / given.Length;
        var values = new double[given.Length];
        TensorPrimitives.Subtract(given, mean, values);
        var (centers, moved, counts) = (Array.ConvertAll(starts, center => center - mean), new double[starts.Length], new double[starts.Length]);
        var (labels, before) = (new int[values.Length], new int[values.Length]);
        Array.Fill(before, -1);
        var least = Tolerance * TensorPrimitives.SumOfSquares<double>(values) / values.Length;
        for (var round = 0; round < MostRounds; round++)
        {
            Label(values, centers, labels);
            Means(values, labels, centers, moved, counts);
            var shift = 0.0;
            for (var i = 0; i < centers.Length; i++)
            {
                shift += (moved[i] - centers[i]) * (moved[i] - centers[i]);
            }

            (centers, moved) = (moved, centers);
            if (labels.AsSpan().SequenceEqual(before) || shift <= least)
            {
                break;
            }

            (labels, before) = (before, labels);
        }

        return [.. centers.Select(center => center + mean).Order()];
    }

    /// <summary>The nearest center of each value: of c² − 2xc, the squared distance less x², which is the same for all, the least; of equal ones the first.</summary>
    private static void Label(double[] values, double[] centers, int[] labels)
    {
        // A lane holds a value; with each center its least distance and the place of that, as a number, are chosen anew.
        var (squares, width, i) = (Array.ConvertAll(centers, center => center * center), Vector<double>.Count, 0);
        Span<double> places = stackalloc double[width];
        for (; i <= values.Length - width; i += width)
        {
            var value = new Vector<double>(values, i);
            var (least, nearest) = (new Vector<double>(double.PositiveInfinity), Vector<double>.Zero);
            for (var c = 0; c < centers.Length; c++)
            {
                var distance = new Vector<double>(squares[c]) - (2 * (value * centers[c]));
                var closer = Vector.LessThan(distance, least);
                least = Vector.ConditionalSelect(closer, distance, least);
                nearest = Vector.ConditionalSelect(closer, new Vector<double>(c), nearest);
            }

            nearest.CopyTo(places);
            for (var lane = 0; lane < width; lane++)
            {
                labels[i + lane] = (int)places[lane];
            }
        }

        for (; i < values.Length; i++)
        {
            var (nearest, least) = (0, double.PositiveInfinity);
            for (var c = 0; c < centers.Length; c++)
            {
                var distance = squares[c] - (2 * (values[i] * centers[c]));
                (nearest, least) = distance < least ? (c, distance) : (nearest, least);
            }

            labels[i] = nearest;
        }
    }

    private static void Means(double[] values, int[] labels, double[] centers, double[] means, double[] counts)
    {
        Array.Clear(means);
        Array.Clear(counts);
        for (var i = 0; i < values.Length; i++)
        {
            means[labels[i]] += values[i];
            counts[labels[i]]++;
        }

        if (counts.AsSpan().Contains(0))
        {
            Relocate(values, labels, centers, means, counts);
        }

        // Who gave its only value away keeps a sum of 0 or nearly: the mean of all.
        for (var c = 0; c < means.Length; c++)
        {
            means[c] = counts[c] > 0 ? means[c] * (1 / counts[c]) : means[c];
        }
    }

    /// <summary>Gives each center without values one of those that are farthest from their own.</summary>
    private static void Relocate(double[] values, int[] labels, double[] centers, double[] sums, double[] counts)
    {
        int[] empty = [.. Enumerable.Range(0, counts.Length).Where(c => counts[c] == 0)];
        var distances = new double[values.Length];
        for (var i = 0; i < distances.Length; i++)
        {
            var distance = values[i] - centers[labels[i]];
            distances[i] = distance * distance;
        }

        var order = NumPyPartition.Places(distances, distances.Length - empty.Length);
        for (var i = 0; i < empty.Length; i++)
        {
            var far = order[^(i + 1)];
            sums[labels[far]] -= values[far];
            counts[labels[far]]--;
            (sums[empty[i]], counts[empty[i]]) = (values[far], 1);
        }
    }
}
