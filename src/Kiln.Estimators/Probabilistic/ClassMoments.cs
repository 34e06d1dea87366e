using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>Weight, mean and biased variance of every feature in every class.</summary>
/// <param name="Weights">The sum of weights of each class.</param>
/// <param name="Means">(classes, features).</param>
/// <param name="Variances">(classes, features), divided by the weight.</param>
internal sealed record ClassMoments(double[] Weights, double[] Means, double[] Variances)
{
    /// <summary>Two passes over dense samples: sums, then squared distances from the means.</summary>
    public static ClassMoments Of(Features x, int[] codes, int classes, double[]? weights)
    {
        var (n, rows) = (x.Columns, x.Rows);
        var (totals, means) = MeansOf(x, codes, classes, weights);
        var squares = new double[classes * n];
        RowBlocks.Sum(rows, 2L * rows * n, squares, (start, end, partial) =>
        {
            var distance = new double[n];
            for (var row = start; row < end; row++)
            {
                TensorPrimitives.Subtract(x.Row(row), means.AsSpan(codes[row] * n, n), distance);
                var line = partial.Slice(codes[row] * n, n);
                if (weights is null)
                {
                    TensorPrimitives.MultiplyAdd(distance, distance, line, line);
                }
                else
                {
                    TensorPrimitives.Multiply(distance, distance, distance);
                    TensorPrimitives.MultiplyAdd(distance, weights[row], line, line);
                }
            }
        });
        for (var c = 0; c < classes; c++)
        {
            if (totals[c] > 0)
            {
                TensorPrimitives.Divide(squares.AsSpan(c * n, n), totals[c], squares.AsSpan(c * n, n));
            }
        }

        return new(totals, means, squares);
    }

    /// <summary>The sum of weights and the means of each class, in one pass.</summary>
    public static (double[] Totals, double[] Means) MeansOf(Features x, int[] codes, int classes, double[]? weights)
    {
        var (n, rows) = (x.Columns, x.Rows);
        var sums = new double[classes * (n + 1)];
        RowBlocks.Sum(rows, (long)rows * n, sums, (start, end, partial) =>
        {
            for (var row = start; row < end; row++)
            {
                var line = partial.Slice(codes[row] * (n + 1), n + 1);
                var weight = weights?[row] ?? 1;
                line[n] += weight;
                if (weights is null)
                {
                    TensorPrimitives.Add(line[..n], x.Row(row), line[..n]);
                }
                else
                {
                    TensorPrimitives.MultiplyAdd(x.Row(row), weight, line[..n], line[..n]);
                }
            }
        });

        var (totals, means) = (new double[classes], new double[classes * n]);
        for (var c = 0; c < classes; c++)
        {
            totals[c] = sums[(c * (n + 1)) + n];
            if (totals[c] > 0)
            {
                TensorPrimitives.Divide(sums.AsSpan(c * (n + 1), n), totals[c], means.AsSpan(c * n, n));
            }
        }

        return (totals, means);
    }

    /// <summary>
    /// The moments of two parts together (T. Chan, G. Golub and R. LeVeque, "Algorithms for computing the sample variance", The American Statistician 37, 1983).
    /// </summary>
    public static ClassMoments Join(ClassMoments one, ClassMoments other)
    {
        var classes = one.Weights.Length;
        var n = one.Means.Length / classes;
        var (weights, means, variances) = (new double[classes], new double[classes * n], new double[classes * n]);
        for (var c = 0; c < classes; c++)
        {
            var (a, b) = (one.Weights[c], other.Weights[c]);
            weights[c] = a + b;
            for (var i = c * n; i < (c + 1) * n && a + b > 0; i++)
            {
                var distance = one.Means[i] - other.Means[i];
                means[i] = ((a * one.Means[i]) + (b * other.Means[i])) / (a + b);
                variances[i] = ((a * one.Variances[i]) + (b * other.Variances[i]) + (a * b / (a + b) * distance * distance)) / (a + b);
            }
        }

        return new(weights, means, variances);
    }

    /// <summary>The same with a number added to every variance. A negative one is possible for a while, as in scikit-learn: what smooths the next part is added again.</summary>
    public ClassMoments Shifted(double by) => this with { Variances = Array.ConvertAll(Variances, v => v + by) };

    /// <summary>The largest variance of a feature over all classes together.</summary>
    public double LargestVariance()
    {
        var classes = Weights.Length;
        var n = Means.Length / classes;
        var (total, largest) = (TensorPrimitives.Sum<double>(Weights), 0.0);
        for (var i = 0; i < n; i++)
        {
            var mean = 0.0;
            for (var c = 0; c < classes; c++)
            {
                mean += Weights[c] / total * Means[(c * n) + i];
            }

            var variance = 0.0;
            for (var c = 0; c < classes; c++)
            {
                var distance = Means[(c * n) + i] - mean;
                variance += Weights[c] / total * (Variances[(c * n) + i] + (distance * distance));
            }

            largest = Math.Max(largest, variance);
        }

        return largest;
    }
}
