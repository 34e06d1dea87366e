using Kiln.Numerics;

namespace Kiln.Estimators.Tests;

/// <summary>What no Huber regression's objective is below: the dual problem's value at one of its feasible points.</summary>
/// <remarks>
/// With σ H(r/σ) = max of v r − σ v²/4 over |v| ≤ 2ε, the objective is at least its least value over w, b and σ ≥ 0 for any such v: Σ s v y − ‖Xᵀ(s v)‖² / 4α, if Σ s v = 0 (where there is an
/// intercept) and Σ s (1 − v²/4) ≥ 0 (the scale then costs nothing less than 0). The better v, the closer; the best is 2r/σ at the optimum.
/// </remarks>
internal static class HuberBound
{
    // Of the largest target: a smaller residual is one of 0, and its v is not known from it.
    private const double None = 1e-9;

    /// <summary>The bound.</summary>
    /// <param name="model">The model that says which v; a bad one makes a low bound.</param>
    /// <param name="x">(rows, features).</param>
    /// <param name="y">The targets.</param>
    /// <param name="weights">s, or null.</param>
    public static double Of(HuberRegressorModel model, double[] x, double[] y, double[]? weights)
    {
        var (estimator, w, b) = ((HuberRegressor)model.Estimator, model.Coefficients.ToArray<double>(), model.Intercept.ToArray<double>()[0]);
        var (rows, n, limit) = (y.Length, w.Length, 2 * estimator.Epsilon);
        var s = weights ?? [.. Enumerable.Repeat(1.0, rows)];
        var rests = Enumerable.Range(0, rows).Select(row => y[row] - b - Dot(x.AsSpan(row * n, n), w)).ToArray();
        var v = rests.Select(rest => Math.Clamp(2 * rest / model.Scale, -limit, limit)).ToArray();
        var largest = y.Max(Math.Abs);
        if (model.Scale < None * largest)
        {
            Solve(x, w, s, v, [.. Enumerable.Range(0, rows).Where(row => s[row] > 0 && Math.Abs(rests[row]) < None * largest)], estimator);
        }

        // Feasible: without a sum, within the limits, and not too long.
        var mean = estimator.FitIntercept ? Enumerable.Range(0, rows).Sum(row => s[row] * v[row]) / s.Sum() : 0;
        v = [.. v.Select(value => value - mean)];
        var shrink = Math.Min(1, limit / v.Max(Math.Abs));
        shrink = Math.Min(shrink, Math.Sqrt(4 * s.Sum() / Enumerable.Range(0, rows).Sum(row => s[row] * v[row] * v[row])));
        var (sum, products) = (0.0, new double[n]);
        for (var row = 0; row < rows; row++)
        {
            sum += s[row] * shrink * v[row] * y[row];
            for (var i = 0; i < n; i++)
            {
                products[i] += s[row] * shrink * v[row] * x[(row * n) + i];
            }
        }

        return sum - (products.Sum(p => p * p) / (4 * estimator.Alpha));
    }

    // The v of samples without a residual, from Xᵀ(s v) = 2αw (and Σ s v = 0): those of least squares, as there may be no better ones.
    private static void Solve(double[] x, double[] w, double[] s, double[] v, int[] unknown, HuberRegressor estimator)
    {
        var n = w.Length;
        var equations = n + (estimator.FitIntercept ? 1 : 0);
        var (matrix, right) = (new double[equations * unknown.Length], new double[equations]);
        for (var i = 0; i < equations; i++)
        {
            right[i] = i < n ? 2 * estimator.Alpha * w[i] : 0;
            for (var row = 0; row < v.Length; row++)
            {
                var factor = s[row] * (i < n ? x[(row * n) + i] : 1);
                var place = Array.IndexOf(unknown, row);
                if (place >= 0)
                {
                    matrix[(i * unknown.Length) + place] = factor;
                }
                else
                {
                    right[i] -= factor * v[row];
                }
            }
        }

        var solution = new double[unknown.Length];
        LeastSquares.Solve(equations, unknown.Length, 1, matrix, unknown.Length, right, 1, solution.AsSpan(), 1);
        for (var k = 0; k < unknown.Length; k++)
        {
            v[unknown[k]] = solution[k];
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => System.Numerics.Tensors.TensorPrimitives.Dot(a, b);
}
