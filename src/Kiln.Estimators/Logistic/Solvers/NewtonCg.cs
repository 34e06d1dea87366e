using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// Newton's method whose steps are found by conjugate gradients, no more exactly than the distance from the optimum asks: the residual is at most
/// min(½, √‖g‖₁)·‖g‖₁ (Nocedal and Wright, Numerical Optimization, algorithm 7.1, with scikit-learn's tolerances). It has converged when no element of the gradient exceeds the tolerance
/// and a last step, which is searched for longer, would gain little beside the value. Where rounding leaves no step that decreases the value although the gradient is far from 0, L-BFGS,
/// which knows the scales of the features, goes on from there.
/// </summary>
internal static class NewtonCg
{
    private const int MostInner = 200;

    // Of the gradient: where a large share is left over, long narrow valleys are not seen yet.
    private const double FineResidual = 1e-3;

    /// <summary>Minimizes a value that is 0 at least.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="start">From where.</param>
    /// <param name="tolerance">Of the gradient's elements.</param>
    /// <param name="maxIterations">The most steps.</param>
    /// <param name="isSeparated">Whether a point shows that the function falls for ever; null where it cannot.</param>
    /// <param name="cancellation">Stops.</param>
    public static SolverResult Minimize(
        ICurvedObjective objective, ReadOnlySpan<double> start, double tolerance, int maxIterations, Func<double[], bool>? isSeparated, CancellationToken cancellation)
    {
        var point = start.ToArray();
        var (gradient, direction) = (new double[point.Length], new double[point.Length]);
        var value = objective.EvaluateCurved(point, gradient);
        var (first, before) = (value, double.PositiveInfinity);
        for (var iteration = 0; ; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            var isSmall = Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient)) <= tolerance;
            if (iteration == maxIterations && !isSmall)
            {
                return new(point, iteration, Converged: false);
            }

            var size = TensorPrimitives.SumOfMagnitudes<double>(gradient);
            Solve(objective, gradient, direction, (isSmall ? FineResidual : Math.Min(0.5, Math.Sqrt(size))) * size, cancellation);
            var slope = TensorPrimitives.Dot<double>(direction, gradient);

            // Half the squared Newton decrement is what the value is above the minimum.
            if (isSmall && (iteration == maxIterations || -0.5 * slope <= NewtonPolish.Enough(value, first) || isSeparated?.Invoke(point) == true))
            {
                return new(point, iteration, Converged: true) { LastGain = (before - value) / Math.Abs(value) };
            }

            before = value;

            // Conjugate gradients that rounding has spoiled may point uphill, where a step of "enough decrease" would be one that climbs.
            if (!(slope < 0) || !BacktrackingSearch.Step(objective, point, direction, slope, ref value, gradient))
            {
                return IsFlat(size, value)
                    ? new(point, iteration + 1, Converged: true)
                    : Fallback(objective, point, tolerance, maxIterations, iteration + 1, cancellation);
            }
        }
    }

    private static SolverResult Fallback(ICurvedObjective objective, double[] point, double tolerance, int maxIterations, int iterations, CancellationToken cancellation)
    {
        var result = QuasiNewton.Minimize(objective, point, tolerance, maxIterations - iterations, cancellation, QuasiNewton.RoundingGain);

        // Values that no longer fall are no minimum where the gradient says otherwise.
        var gradient = new double[point.Length];
        var value = objective.EvaluateCurved(result.Point, gradient);
        var isEnd = Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient)) <= tolerance || IsFlat(TensorPrimitives.SumOfMagnitudes<double>(gradient), value);
        return result with { Iterations = iterations + result.Iterations, Converged = result.Converged && isEnd, LastGain = double.PositiveInfinity };
    }

    /// <summary>Whether a gradient, by the sum of its magnitudes, is what rounding of the value leaves.</summary>
    private static bool IsFlat(double size, double value) => size <= 1e-6 * Math.Max(1, Math.Abs(value));

    // H·d = −g by conjugate gradients, to a residual's sum of magnitudes.
    private static void Solve(ICurvedObjective objective, double[] gradient, double[] direction, double residualLimit, CancellationToken cancellation)
    {
        var size = gradient.Length;
        Array.Clear(direction);
        var residual = new double[size];
        TensorPrimitives.Negate(gradient, residual);
        var search = residual.ToArray();
        var product = new double[size];
        var squares = TensorPrimitives.SumOfSquares<double>(residual);
        for (var i = 0; i <= MostInner && TensorPrimitives.SumOfMagnitudes<double>(residual) > residualLimit; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            objective.HessianProduct(search, product);
            var curvature = TensorPrimitives.Dot<double>(search, product);
            if (curvature <= 3 * 2.22e-16 * TensorPrimitives.SumOfSquares<double>(search))
            {
                // A flat direction: without any step yet, follow the gradient.
                if (i == 0)
                {
                    TensorPrimitives.MultiplyAdd(search, squares / Math.Max(curvature, 1e-12 * squares), direction, direction);
                }

                return;
            }

            var length = squares / curvature;
            TensorPrimitives.MultiplyAdd(search, length, direction, direction);
            TensorPrimitives.MultiplyAdd(product, -length, residual, residual);
            var next = TensorPrimitives.SumOfSquares<double>(residual);
            TensorPrimitives.MultiplyAdd(search, next / squares, residual, search);
            squares = next;
        }
    }
}
