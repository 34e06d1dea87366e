using System.Numerics;
using Kiln.Numerics;

namespace Kiln.Evaluation;

/// <summary>
/// Silhouettes of all samples. The samples are sorted by group and stored feature by feature, so that a vector holds one feature of as many
/// samples as it has lanes, and the sum over a group is a sum over a stretch.
/// </summary>
internal static class Silhouettes
{
    private const int RowsPerTile = 16;

    public static double[] Of(ReadOnlySpan<double> features, int columns, (int[] Places, int Count) groups)
    {
        var n = groups.Places.Length;
        var (order, starts) = Sorted(groups);
        var transposed = new double[(long)n * columns];
        for (var to = 0; to < n; to++)
        {
            for (var k = 0; k < columns; k++)
            {
                transposed[(k * n) + to] = features[(order[to] * columns) + k];
            }
        }

        var result = new double[n];
        WorkerTeam.Run((n + RowsPerTile - 1) / RowsPerTile, new Rows(transposed, columns, order, starts, result));
        return result;
    }

    public static double[] OfDistances(ReadOnlySpan<double> distances, (int[] Places, int Count) groups)
    {
        var n = groups.Places.Length;
        var (order, starts) = Sorted(groups);
        var result = new double[n];
        var row = new double[n];
        for (var at = 0; at < n; at++)
        {
            for (var other = 0; other < n; other++)
            {
                row[other] = distances[(order[at] * n) + order[other]];
            }

            result[order[at]] = Width(row, at, starts);
        }

        return result;
    }

    /// <summary>The samples by group, and where each group starts.</summary>
    private static (int[] Order, int[] Starts) Sorted((int[] Places, int Count) groups)
    {
        var starts = new int[groups.Count + 1];
        foreach (var place in groups.Places)
        {
            starts[place + 1]++;
        }

        for (var g = 1; g < starts.Length; g++)
        {
            starts[g] += starts[g - 1];
        }

        var next = starts.ToArray();
        var order = new int[groups.Places.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[next[groups.Places[i]]++] = i;
        }

        return (order, starts);
    }

    /// <summary>The silhouette of a sample from its distances to all, sorted by group.</summary>
    private static double Width(ReadOnlySpan<double> distances, int at, int[] starts)
    {
        double own = 0, nearest = double.PositiveInfinity;
        for (var g = 0; g + 1 < starts.Length; g++)
        {
            var size = starts[g + 1] - starts[g];
            var sum = PairSum.Sum(distances.Slice(starts[g], size));
            if (at >= starts[g] && at < starts[g + 1])
            {
                if (size == 1)
                {
                    return 0;
                }

                own = sum / (size - 1);
            }
            else
            {
                nearest = Math.Min(nearest, sum / size);
            }
        }

        var greater = Math.Max(own, nearest);
        return greater == 0 ? 0 : (nearest - own) / greater;
    }

    private readonly struct Rows(double[] transposed, int columns, int[] order, int[] starts, double[] result) : ITileBody
    {
        public void Invoke(int tile)
        {
            var n = order.Length;
            var distances = new double[n];
            for (var at = tile * RowsPerTile; at < Math.Min(n, (tile + 1) * RowsPerTile); at++)
            {
                Distances(at, distances);
                result[order[at]] = Width(distances, at, starts);
            }
        }

        private void Distances(int at, double[] distances)
        {
            var n = order.Length;
            var width = Vector<double>.Count;
            var from = 0;
            for (; from + (4 * width) <= n; from += 4 * width)
            {
                Vector<double> a = default, b = default, c = default, d = default;
                for (var k = 0; k < columns; k++)
                {
                    var feature = transposed.AsSpan(k * n, n);
                    var own = new Vector<double>(feature[at]);
                    var others = feature.Slice(from, 4 * width);
                    var da = new Vector<double>(others) - own;
                    var db = new Vector<double>(others[width..]) - own;
                    var dc = new Vector<double>(others[(2 * width)..]) - own;
                    var dd = new Vector<double>(others[(3 * width)..]) - own;
                    a += da * da;
                    b += db * db;
                    c += dc * dc;
                    d += dd * dd;
                }

                var to = distances.AsSpan(from, 4 * width);
                Vector.SquareRoot(a).CopyTo(to);
                Vector.SquareRoot(b).CopyTo(to[width..]);
                Vector.SquareRoot(c).CopyTo(to[(2 * width)..]);
                Vector.SquareRoot(d).CopyTo(to[(3 * width)..]);
            }

            for (; from < n; from++)
            {
                var sum = 0.0;
                for (var k = 0; k < columns; k++)
                {
                    var difference = transposed[(k * n) + from] - transposed[(k * n) + at];
                    sum += difference * difference;
                }

                distances[from] = Math.Sqrt(sum);
            }
        }
    }
}
