using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Newton's method with the whole Hessian, factored by Cholesky: few, exact steps for few features (scikit-learn: <c>NewtonCholeskySolver</c>). It has converged when
/// no element of the gradient and half the squared Newton decrement exceed the tolerance, and the decrement to come is small beside the value, which is what tells how far the minimum is
/// below. Where the Hessian is singular or a step fails, L-BFGS takes over.
/// </summary>
internal static class NewtonCholesky
{
    /// <summary>Minimizes a value that is 0 at least.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="start">From where.</param>
    /// <param name="tolerance">Of the gradient's elements and of half the squared decrement.</param>
    /// <param name="maxIterations">The most steps.</param>
    /// <param name="isSeparated">Whether a point shows that the function falls for ever; null where it cannot.</param>
    /// <param name="cancellation">Stops.</param>
    public static SolverResult Minimize(
        ICurvedObjective objective, ReadOnlySpan<double> start, double tolerance, int maxIterations, Func<double[], bool>? isSeparated, CancellationToken cancellation)
    {
        var size = objective.Size;
        var point = start.ToArray();
        var (gradient, direction) = (new double[size], new double[size]);
        var hessian = new double[checked(size * size)];
        var value = objective.EvaluateCurved(point, gradient);
        var (first, before) = (value, double.PositiveInfinity);
        for (var iteration = 1; iteration <= maxIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            objective.Hessian(hessian);
            TensorPrimitives.Negate(gradient, direction);
            if (!Solve(size, hessian, direction))
            {
                return Fallback(objective, point, tolerance, maxIterations, iteration, cancellation);
            }

            var slope = TensorPrimitives.Dot<double>(gradient, direction);
            if (!(slope < 0) || !BacktrackingSearch.Step(objective, point, direction, slope, ref value, gradient))
            {
                return TensorPrimitives.SumOfMagnitudes<double>(gradient) == 0
                    ? new(point, iteration, Converged: true)
                    : Fallback(objective, point, tolerance, maxIterations, iteration, cancellation);
            }

            // −g·d = dᵀ·H·d is the squared Newton decrement of this step. The next one falls at least by the same factor: about by its square near the minimum, and by e where the
            // losses of samples run out.
            var decrement = -0.5 * slope;
            var next = decrement * Math.Min(1, decrement / before);
            before = decrement;
            if (Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient)) <= tolerance && decrement <= tolerance
                && (next <= NewtonPolish.Enough(value, first) || isSeparated?.Invoke(point) == true))
            {
                return new(point, iteration, Converged: true) { LastGain = 0 };
            }
        }

        return new(point, maxIterations, Converged: false);
    }

    private static bool Solve(int size, double[] hessian, double[] direction)
    {
        var factor = hessian.ToArray();
        try
        {
            Cholesky.Factor<double>(size, factor, size);
        }
        catch (NotPositiveDefiniteException)
        {
            return false;
        }

        // The factor's diagonal tells when the matrix is singular but for rounding: the direction would be noise.
        var (smallest, largest) = (double.PositiveInfinity, 0.0);
        for (var i = 0; i < size; i++)
        {
            var pivot = factor[(i * size) + i] * factor[(i * size) + i] / Math.Max(hessian[(i * size) + i], double.Epsilon);
            (smallest, largest) = (Math.Min(smallest, pivot), Math.Max(largest, pivot));
        }

        if (!(smallest > 1e-14))
        {
            return false;
        }

        Cholesky.Solve<double>(size, 1, factor, size, direction, 1);
        return Array.TrueForAll(direction, double.IsFinite);
    }

    private static SolverResult Fallback(ICurvedObjective objective, double[] point, double tolerance, int maxIterations, int iteration, CancellationToken cancellation)
    {
        var result = QuasiNewton.Minimize(objective, point, tolerance, maxIterations, cancellation, QuasiNewton.RoundingGain);

        // Small gains say nothing where scales are so different that a factor could not be had.
        return result with { Iterations = iteration + result.Iterations, LastGain = double.PositiveInfinity };
    }
}
