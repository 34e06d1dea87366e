using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// Trust-region Newton for smooth convex functions: steps by conjugate gradients inside a ball whose radius follows how well the quadratic model foretold the last
/// decrease (C.-J. Lin, R. Weng and S. Keerthi, "Trust region Newton method for large-scale logistic regression", JMLR 9, 2008).
/// </summary>
internal static class TrustRegionNewton
{
    private const double Shrink = 0.25;
    private const double Keep = 0.5;
    private const double Grow = 4;

    // Beside the gradient's size, which says little where features differ in scale: what the model still foretells, relative to the value.
    private const double Gain = 1e-4;

    // The residual that a step's search leaves, as a share of the gradient: about what the step before was off by what its model had foretold of the gradient, since more digits of such a
    // model are of no use (S. C. Eisenstat and H. F. Walker, "Choosing the forcing terms in an inexact Newton method", SIAM J. Sci. Comput. 17, 1996).
    private const double FineShare = 0.1;
    private const double CoarseShare = 0.5;

    // Well-behaved problems take fewer iterations.
    private const int Slow = 100;

    /// <summary>Begins at 0; stops when the gradient is smaller than the tolerance times that at 0 and the model foretells hardly any decrease.</summary>
    /// <param name="objective">What is minimized.</param>
    /// <param name="tolerance">Relative to the gradient at 0.</param>
    /// <param name="maxIterations">The most Newton steps.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="least">No second derivative in any direction is below this; 0 where nothing is known.</param>
    public static SolverResult Minimize(ICurvedObjective objective, double tolerance, int maxIterations, CancellationToken cancellation, double least = 0)
    {
        var size = objective.Size;
        var (point, step, residual, trial) = (new double[size], new double[size], new double[size], new double[size]);
        var (gradient, trialGradient) = (new double[size], new double[size]);
        var value = objective.EvaluateCurved(point, gradient);
        var radius = TensorPrimitives.Norm<double>(gradient);
        var enough = tolerance * radius;
        var (small, share) = (radius <= enough, FineShare);
        var (isCheap, isAffordable) = (NewtonPolish.Pays(objective.Rows, size), NewtonPolish.Pays(objective.Rows, size, isDoubtful: true));
        for (var iteration = 1; iteration <= maxIterations; iteration++)
        {
            if (small && radius == 0)
            {
                return new(point, iteration - 1, Converged: true);
            }

            var (moved, limit, norm) = (false, small ? Gain * tolerance * Math.Abs(value) : 0, TensorPrimitives.Norm<double>(gradient));
            while (!moved)
            {
                if (InnerStep(objective, radius, gradient, step, residual, share, least, limit, cancellation))
                {
                    return new(point, iteration, Converged: true);
                }

                var slope = TensorPrimitives.Dot<double>(gradient, step);
                var foretold = -0.5 * (slope - TensorPrimitives.Dot<double>(step, residual));
                if (double.IsNaN(foretold))
                {
                    // Curvatures overflowed: no radius is small enough to tell anything.
                    return new(point, iteration, Converged: false);
                }

                if (small && foretold <= limit)
                {
                    return isCheap ? Polished(objective, point, iteration, maxIterations, cancellation) with { Converged = true } : new(point, iteration, Converged: true);
                }

                TensorPrimitives.Add(point, step, trial);
                var next = objective.EvaluateCurved(trial, trialGradient);
                var actual = value - next;
                var length = TensorPrimitives.Norm<double>(step);
                radius = iteration == 1 ? Math.Min(radius, length) : radius;
                radius = Radius(radius, length, actual, foretold, slope, next - value);
                if (actual > 1e-4 * foretold)
                {
                    moved = true;
                    (point, trial) = (trial, point);
                    (gradient, trialGradient) = (trialGradient, gradient);
                    value = next;
                    share = Math.Abs(TensorPrimitives.Norm<double>(gradient) - TensorPrimitives.Norm<double>(residual)) / norm;
                }
                else if ((actual <= 0 && foretold <= 0) || (Math.Abs(actual) <= 1e-12 * Math.Abs(value) && Math.Abs(foretold) <= 1e-12 * Math.Abs(value)))
                {
                    // Rounding hides what further steps gain. Features of small scale may still be on their way, as they hardly count in the gradient's norm that
                    // ends a step's own search: one exact step brings them home.
                    var steps = isAffordable ? Polished(objective, point, iteration, maxIterations, cancellation).Iterations : iteration;
                    value = objective.EvaluateCurved(point, gradient);
                    InnerStep(objective, double.PositiveInfinity, gradient, step, residual, 1e-9, 0, 0, cancellation);
                    TensorPrimitives.Add(point, step, trial);
                    var isBetter = objective.EvaluateCurved(trial, trialGradient) - value <= 1e-12 * Math.Abs(value);
                    return new(isBetter ? trial : point, steps, Converged: true);
                }
                else
                {
                    objective.EvaluateCurved(point, gradient);
                }
            }

            share = Math.Clamp(share, FineShare, CoarseShare);
            small = TensorPrimitives.Norm<double>(gradient) <= enough;
            if (iteration == Slow && isAffordable)
            {
                // Conjugate gradients do not get along with these scales; whole steps may.
                if (Polished(objective, point, iteration, maxIterations, cancellation) is { Converged: true } polished)
                {
                    return polished;
                }

                value = objective.EvaluateCurved(point, gradient);
            }
        }

        return new(point, maxIterations, small);
    }

    private static SolverResult Polished(ICurvedObjective objective, double[] point, int iterations, int maxIterations, CancellationToken cancellation)
    {
        var problem = new PolishedProblem(objective.EvaluateCurved, (_, hessian) => objective.Hessian(hessian), 0, null);
        var (steps, isAtMinimum) = NewtonPolish.Run(problem, point, double.PositiveInfinity, maxIterations - iterations, cancellation);
        return new(point, iterations + steps, isAtMinimum);
    }

    private static double Radius(double radius, double length, double actual, double foretold, double slope, double change)
    {
        // The minimum of the parabola along the step.
        var part = change - slope <= 0 ? Grow : Math.Max(Shrink, -0.5 * (slope / (change - slope)));
        if (actual < 1e-4 * foretold)
        {
            return Math.Min(Math.Max(part, Shrink) * length, Keep * radius);
        }

        if (actual < 0.25 * foretold)
        {
            return Math.Max(Shrink * radius, Math.Min(part * length, Keep * radius));
        }

        return actual < 0.75 * foretold
            ? Math.Max(Shrink * radius, Math.Min(part * length, Grow * radius))
            : Math.Max(radius, Math.Min(part * length, Grow * radius));
    }

    // Conjugate gradients for H·s = −g until the residual is a share of the gradient or s leaves the ball. Returns whether that showed that no more than the limit can be gained: what the
    // steps took, and what the residual can leave where no curvature is below the least, |r|² / (2 · least).
    private static bool InnerStep(
        ICurvedObjective objective, double radius, double[] gradient, double[] step, double[] residual, double share, double least, double limit, CancellationToken cancellation)
    {
        Array.Clear(step);
        TensorPrimitives.Negate(gradient, residual);
        var search = residual.ToArray();
        var product = new double[step.Length];
        var enough = share * TensorPrimitives.Norm<double>(gradient);
        var squares = TensorPrimitives.SumOfSquares<double>(residual);
        var (ss, sd, dd, gained) = (0.0, 0.0, squares, 0.0);
        for (var i = 0; i < Math.Max(100, 2 * step.Length) && Math.Sqrt(squares) > enough; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (least > 0 && gained + (squares / (2 * least)) <= limit)
            {
                return true;
            }

            objective.HessianProduct(search, product);
            var curvature = TensorPrimitives.Dot<double>(search, product);
            var length = curvature > 0 ? squares / curvature : double.PositiveInfinity;
            var longer = ss + (2 * length * sd) + (length * length * dd);
            if (!double.IsFinite(length) || longer > radius * radius)
            {
                // To the ball's surface: the positive root of |s + t·d|² = r².
                var root = Math.Sqrt((sd * sd) + (dd * ((radius * radius) - ss)));
                length = sd >= 0 ? ((radius * radius) - ss) / (sd + root) : (root - sd) / dd;
                ConjugateStep.Advance(length, search, product, step, residual);
                return false;
            }

            gained += 0.5 * length * squares;
            var next = ConjugateStep.Advance(length, search, product, step, residual);
            (sd, dd) = ConjugateStep.Turn(next / squares, residual, step, search);
            (squares, ss) = (next, longer);
        }

        return false;
    }
}
