using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>The objective of a Huber regression and its gradient, in scaled variables and the scale of the residuals.</summary>
internal sealed class HuberProblem(Features x, double[] y, double[]? weights, double epsilon, double alpha, bool hasIntercept)
{
    // scikit-learn's lower bound of the scale.
    private const double LeastScale = 10 * Float64.Epsilon;

    /// <summary>The smallest of the best scales.</summary>
    public const double SmallestScale = 2.1 * LeastScale;

    /// <summary>The least scale of a point that is searched for.</summary>
    public const double LowestScale = 2 * LeastScale;

    public Features Samples => x;

    /// <summary>What each sample weighs; null for 1.</summary>
    public double[]? Weights => weights;

    public double Epsilon => epsilon;

    public bool HasIntercept => hasIntercept;

    public FeatureScaling Scaling { get; } = FeatureScaling.Of(x, hasIntercept, alpha / x.Rows);

    /// <summary>What all samples weigh.</summary>
    public double Weight { get; } = weights is null ? x.Rows : TensorPrimitives.Sum<double>(weights);

    /// <summary>The largest distance of a target from 0.</summary>
    public double LargestTarget { get; } = Math.Abs(TensorPrimitives.MaxMagnitude<double>(y));

    /// <summary>What the square of a scaled coefficient costs.</summary>
    public double Penalty(int feature) => alpha / (Scaling.Deviations[feature] * Scaling.Deviations[feature]);

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
                var rest = Rest(row, w, b);
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

    /// <summary>
    /// The scale that makes the objective least for the coefficients of a point. The derivative, Σ over residuals within ε scales of 1 - (r/σ)² and over the others of 1 - ε², grows with σ:
    /// its zero is found by halving.
    /// </summary>
    public double BestScale(ReadOnlySpan<double> point) => BestScale(point, epsilon);

    /// <summary>The same with another ε.</summary>
    /// <inheritdoc cref="BestScale(ReadOnlySpan{double})"/>
    public double BestScale(ReadOnlySpan<double> point, double threshold)
    {
        var rests = Rests(point);

        // In logarithms, from what is least to where all residuals are within.
        var (low, high) = (Math.Log(LowestScale), Math.Log(Math.Max(2 * LowestScale, 2 * Math.Abs(TensorPrimitives.MaxMagnitude<double>(rests)))));
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            (low, high) = Derivative(rests, Math.Exp(middle), threshold) < 0 ? (middle, high) : (low, middle);
        }

        return Math.Exp(high);
    }

    /// <summary>What each target is above the prediction at (u, c, σ).</summary>
    public double[] Rests(ReadOnlySpan<double> point) => Each(point, Rest);

    /// <summary>What a direction adds to each prediction.</summary>
    public double[] Changes(ReadOnlySpan<double> direction) => Each(direction, (row, w, b) => RowProducts.Dot(x, row, w) + b);

    /// <summary>
    /// The point with the smallest coefficients of all that predict the same for samples that count: the penalty's minimum is a sum of samples (less their mean where there is an intercept),
    /// and what else there is in the coefficients costs and does nothing. They are those of a linear regression on the predictions.
    /// </summary>
    public double[] Smallest(ReadOnlySpan<double> point, CancellationToken cancellation)
    {
        var w = new double[x.Columns];
        var b = Scaling.ToOriginal(point[..^1], hasIntercept, w);
        int[] counting = [.. Enumerable.Range(0, x.Rows).Where(row => weights is null || weights[row] > 0)];
        var samples = counting.Length == x.Rows ? x : x.Take(counting);
        var problem = CentredSamples.Of(samples, Array.ConvertAll(counting, row => RowProducts.Dot(x, row, w) + b), 1, null, hasIntercept);
        w = LeastSquaresSolver.Solve(problem, cancellation);
        var smallest = point.ToArray();
        Scaling.ToScaled(w, problem.Intercept(w)[0], hasIntercept, smallest.AsSpan(0, smallest.Length - 1));
        return smallest;
    }

    /// <summary>Whether coefficients can differ and predict the same, which the penalty then decides on.</summary>
    public bool IsWide => alpha > 0 && x.Columns > x.Rows;

    /// <summary>A number of each sample, by the coefficients and the intercept of a point.</summary>
    private double[] Each(ReadOnlySpan<double> point, Func<int, double[], double, double> number)
    {
        var (w, numbers) = (new double[x.Columns], new double[y.Length]);
        var b = Scaling.ToOriginal(point[..^1], hasIntercept, w);
        RowBlocks.Run(x.Rows, (long)x.Rows * x.Columns, (start, end) =>
        {
            for (var row = start; row < end; row++)
            {
                numbers[row] = number(row, w, b);
            }
        });
        return numbers;
    }

    private double Rest(int row, double[] w, double b) => y[row] - RowProducts.Dot(x, row, w) - b;

    private double Derivative(double[] rests, double scale, double threshold)
    {
        var sum = 0.0;
        for (var row = 0; row < rests.Length; row++)
        {
            var ratio = Math.Min(Math.Abs(rests[row]) / scale, threshold);
            sum += (weights?[row] ?? 1) * (1 - (ratio * ratio));
        }

        return sum;
    }

    /// <summary>How many samples lie beyond ε scales.</summary>
    public int Outliers(double[] w, double b, double scale)
    {
        var outliers = 0;
        for (var row = 0; row < y.Length; row++)
        {
            outliers += Math.Abs(Rest(row, w, b)) > epsilon * scale ? 1 : 0;
        }

        return outliers;
    }
}
