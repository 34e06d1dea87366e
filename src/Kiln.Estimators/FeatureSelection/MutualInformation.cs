namespace Kiln.Estimators;

/// <summary>
/// Mutual information of single features with a target, in nats, estimated from the distances to nearest neighbours: of two numbers by Kraskov, Stögbauer and Grassberger
/// (2004, eq. 8), of a number and a class by Ross (2014). Dense features are taken for numbers, sparse ones for classes, as in scikit-learn.
/// </summary>
internal static class MutualInformation
{
    public static double[] Of(string owner, Features x, Target y, bool classes, int neighbors, uint seed)
    {
        var random = new RandomState(seed);
        var columns = x.Kind == FeaturesKind.Sparse ? Discrete(x) : Continuous(x, random);
        var scores = new double[x.Columns];
        if (classes)
        {
            var (_, codes) = Inputs.Classes(owner, x, y, least: 1);
            NumberedBlocks.Each(scores.Length, c => scores[c] = x.Kind == FeaturesKind.Sparse ? OfClasses(Codes(columns[c]), codes) : OfNumberAndClass(columns[c], codes, neighbors));
            return scores;
        }

        var target = Inputs.Values(owner, x, y).ToArray();
        Scale(target);
        Blur(target, random.Randn(target.Length), 0, 1);
        NumberedBlocks.Each(scores.Length, c => scores[c] = x.Kind == FeaturesKind.Sparse
            ? OfNumberAndClass(target, Codes(columns[c]), neighbors)
            : OfNumbers(columns[c], target, neighbors));
        return scores;
    }

    /// <summary>Columns divided by their deviation, with noise of a ten-thousand-millionth so that no two values are equal.</summary>
    private static double[][] Continuous(Features x, RandomState random)
    {
        var columns = Enumerable.Range(0, x.Columns).Select(c => Enumerable.Range(0, x.Rows).Select(row => x.Row(row)[c]).ToArray()).ToArray();
        var noise = random.Randn(x.Rows * x.Columns);
        for (var c = 0; c < columns.Length; c++)
        {
            Scale(columns[c]);
            Blur(columns[c], noise, c, x.Columns);
        }

        return columns;
    }

    private static double[][] Discrete(Features x)
    {
        var dense = x.ToDense();
        return [.. Enumerable.Range(0, x.Columns).Select(c => Enumerable.Range(0, x.Rows).Select(row => dense.Row(row)[c]).ToArray())];
    }

    private static void Scale(double[] values)
    {
        var scale = ColumnMoments.Of(Features.Dense(values, values.Length, 1), null).Scales()[0];
        System.Numerics.Tensors.TensorPrimitives.Divide(values, scale, values);
    }

    private static void Blur(double[] values, double[] noise, int first, int step)
    {
        var size = Math.Max(1, System.Numerics.Tensors.TensorPrimitives.SumOfMagnitudes<double>(values) / values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] += 1e-10 * size * noise[first + (i * step)];
        }
    }

    private static int[] Codes(double[] values)
    {
        Target.Of(values).Distinct(out var codes);
        return codes;
    }

    /// <summary>ψ(n) + ψ(k) − mean of ψ(nx + 1) + ψ(ny + 1), with nx and ny the points nearer than the k-th neighbour in one direction alone.</summary>
    private static double OfNumbers(double[] x, double[] y, int neighbors)
    {
        var n = x.Length;
        if (neighbors >= n)
        {
            throw new DatasetException($"mutual information: {neighbors} neighbours were asked for of {n} samples; more samples than neighbours are needed");
        }

        var (sortedX, sortedY) = ((double[])x.Clone(), (double[])y.Clone());
        var order = Enumerable.Range(0, n).ToArray();
        Array.Sort(sortedX, order);
        Array.Sort(sortedY);
        var inOrder = Array.ConvertAll(order, i => y[i]);
        var sum = 0.0;
        var nearest = new double[neighbors];
        for (var at = 0; at < n; at++)
        {
            var radius = Math.BitDecrement(Radius(sortedX, inOrder, at, nearest));
            sum += SpecialFunctions.Digamma(Within(sortedX, sortedX[at], radius)) + SpecialFunctions.Digamma(Within(sortedY, inOrder[at], radius));
        }

        return Math.Max(0, SpecialFunctions.Digamma(n) + SpecialFunctions.Digamma(neighbors) - (sum / n));
    }

    /// <summary>ψ(n) + mean of ψ(k) − ψ(points of the class) − ψ(points within the distance of the k-th neighbour of the class).</summary>
    private static double OfNumberAndClass(double[] values, int[] codes, int neighbors)
    {
        var groups = Enumerable.Range(0, values.Length).GroupBy(i => codes[i]).Where(group => group.Count() > 1)
            .Select(group => group.Select(i => values[i]).Order().ToArray()).ToList();
        var all = groups.SelectMany(group => group).Order().ToArray();
        var sum = 0.0;
        foreach (var group in groups)
        {
            var k = Math.Min(neighbors, group.Length - 1);
            for (var at = 0; at < group.Length; at++)
            {
                var radius = Math.BitDecrement(Radius(group, at, k));
                sum += SpecialFunctions.Digamma(k) - SpecialFunctions.Digamma(group.Length) - SpecialFunctions.Digamma(Within(all, group[at], radius));
            }
        }

        return all.Length == 0 ? 0 : Math.Max(0, SpecialFunctions.Digamma(all.Length) + (sum / all.Length));
    }

    /// <summary>Σ p(a, b) log (p(a, b) / (p(a) p(b))).</summary>
    private static double OfClasses(int[] a, int[] b)
    {
        var pairs = new Dictionary<(int, int), int>();
        for (var i = 0; i < a.Length; i++)
        {
            pairs[(a[i], b[i])] = pairs.GetValueOrDefault((a[i], b[i])) + 1;
        }

        var (ofA, ofB) = (new double[a.Max() + 1], new double[b.Max() + 1]);
        Array.ForEach(a, code => ofA[code]++);
        Array.ForEach(b, code => ofB[code]++);
        double n = a.Length;
        return Math.Max(0, pairs.OrderBy(pair => pair.Key).Sum(pair => pair.Value / n * (Math.Log(pair.Value / n) - Math.Log(ofA[pair.Key.Item1] / n) - Math.Log(ofB[pair.Key.Item2] / n))));
    }

    /// <summary>The distance to the k-th neighbour on a line.</summary>
    private static double Radius(double[] sorted, int at, int k)
    {
        var (left, right, distance) = (at - 1, at + 1, 0.0);
        for (var i = 0; i < k; i++)
        {
            var toLeft = left < 0 ? double.PositiveInfinity : sorted[at] - sorted[left];
            var toRight = right >= sorted.Length ? double.PositiveInfinity : sorted[right] - sorted[at];
            distance = Math.Min(toLeft, toRight);
            (left, right) = toLeft <= toRight ? (left - 1, right) : (left, right + 1);
        }

        return distance;
    }

    /// <summary>The distance to the k-th neighbour in a plane, the larger of both directions; points are in the order of the first, so the search ends where that alone is too far.</summary>
    private static double Radius(double[] x, double[] y, int at, double[] nearest)
    {
        nearest.AsSpan().Fill(double.PositiveInfinity);
        var (left, right) = (at - 1, at + 1);
        while (left >= 0 || right < x.Length)
        {
            var toLeft = left < 0 ? double.PositiveInfinity : x[at] - x[left];
            var toRight = right >= x.Length ? double.PositiveInfinity : x[right] - x[at];
            if (Math.Min(toLeft, toRight) >= nearest[^1])
            {
                break;
            }

            var other = toLeft <= toRight ? left-- : right++;
            var distance = Math.Max(Math.Abs(x[at] - x[other]), Math.Abs(y[at] - y[other]));
            for (var i = 0; i < nearest.Length; i++)
            {
                if (distance < nearest[i])
                {
                    (nearest[i], distance) = (distance, nearest[i]);
                }
            }
        }

        return nearest[^1];
    }

    /// <summary>How many values lie within a distance, the value itself among them.</summary>
    private static int Within(double[] sorted, double value, double radius)
    {
        var (low, high) = (First(sorted, v => v - value >= -radius), First(sorted, v => v - value > radius));
        return high - low;
    }

    private static int First(double[] sorted, Func<double, bool> holds)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = holds(sorted[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
