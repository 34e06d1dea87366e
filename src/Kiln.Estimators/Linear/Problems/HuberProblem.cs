using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>The objective of a Huber regression and its gradient, in scaled variables and the scale of the residuals.</summary>
internal sealed class HuberProblem(Features x, double[] y, double[]? weights, double epsilon, double alpha, bool hasIntercept)
{
    // scikit-learn's lower bound of the scale.
    private const double LeastScale = 2.220446049250313e-15;

    public FeatureScaling Scaling { get; } = FeatureScaling.Of(x, hasIntercept, alpha / x.Rows);

    /// <summary>At (u, c, σ). There is none where σ is not positive: a line search turns back then.</summary>
    public double Objective(ReadOnlySpan<double> point, Span<double> gradient)
    {
        var scale = point[^1];
        if (!(scale > LeastScale))
        {
            return double.NaN;
        }

        var (n, w) = (x.Columns, new double[x.Columns]);
        var b = Scaling.ToOriginal(point[..^1], hasIntercept, w);

        // By weights, then by intercept, by scale, and the value.
        var sums = new double[n + 3];
        RowBlocks.Sum(x.Rows, 2L * x.Rows * (n + 4), sums, (start, end, partial) =>
        {
            for (var row = start; row < end; row++)
            {
                var weight = weights?[row] ?? 1;
                var rest = y[row] - RowProducts.Dot(x, row, w) - b;
                var isOutlier = Math.Abs(rest) > epsilon * scale;
                var slope = weight * (isOutlier ? -2 * epsilon * Math.Sign(rest) : -2 * rest / scale);
                RowProducts.Add(x, row, slope, partial[..n]);
                partial[n] += slope;
                var ratio = rest / scale;
                partial[n + 1] += weight * (isOutlier ? 1 - (epsilon * epsilon) : 1 - (ratio * ratio));
                partial[n + 2] += weight * (scale + (isOutlier ? (2 * epsilon * Math.Abs(rest)) - (scale * epsilon * epsilon) : rest * ratio));
            }
        });
        TensorPrimitives.MultiplyAdd(w, 2 * alpha, sums.AsSpan(0, n), sums.AsSpan(0, n));
        Scaling.GradientToScaled(sums.AsSpan(0, n), sums[n], hasIntercept, gradient[..^1]);
        gradient[^1] = sums[n + 1];
        return sums[n + 2] + (alpha * TensorPrimitives.SumOfSquares<double>(w));
    }

    /// <summary>How many samples lie beyond ε scales.</summary>
    public int Outliers(double[] w, double b, double scale)
    {
        var outliers = 0;
        for (var row = 0; row < y.Length; row++)
        {
            outliers += Math.Abs(y[row] - RowProducts.Dot(x, row, w) - b) > epsilon * scale ? 1 : 0;
        }

        return outliers;
    }
}
