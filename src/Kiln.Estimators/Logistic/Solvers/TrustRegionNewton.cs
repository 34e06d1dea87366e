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

    /// <summary>Begins at 0; stops when the gradient is smaller than the tolerance times that at 0 and the model foretells hardly any decrease.</summary>
    public static SolverResult Minimize(ICurvedObjective objective, double tolerance, int maxIterations, CancellationToken cancellation)
    {
        var size = objective.Size;
        var (point, step, residual, trial) = (new double[size], new double[size], new double[size], new double[size]);
        var (gradient, trialGradient) = (new double[size], new double[size]);
        var value = objective.EvaluateCurved(point, gradient);
        var radius = TensorPrimitives.Norm<double>(gradient);
        var enough = tolerance * radius;
        var small = radius <= enough;
        for (var iteration = 1; iteration <= maxIterations; iteration++)
        {
            if (small && radius == 0)
            {
                return new(point, iteration - 1, Converged: true);
            }

            var moved = false;
            while (!moved)
            {
                InnerStep(objective, radius, gradient, step, residual, cancellation);
                var slope = TensorPrimitives.Dot<double>(gradient, step);
                var foretold = -0.5 * (slope - TensorPrimitives.Dot<double>(step, residual));
                if (double.IsNaN(foretold))
                {
                    // Curvatures overflowed: no radius is small enough to tell anything.
                    return new(point, iteration, Converged: false);
                }

                if (small && foretold <= Gain * tolerance * Math.Abs(value))
                {
                    return new(point, iteration, Converged: true);
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
                }
                else if ((actual <= 0 && foretold <= 0) || (Math.Abs(actual) <= 1e-12 * Math.Abs(value) && Math.Abs(foretold) <= 1e-12 * Math.Abs(value)))
                {
                    // Rounding hides what further steps gain. Features of small scale may still be on their way, as they hardly count in the gradient's norm that
                    // ends a step's own search: one exact step brings them home.
                    objective.EvaluateCurved(point, gradient);
                    InnerStep(objective, double.PositiveInfinity, gradient, step, residual, cancellation, share: 1e-9);
                    TensorPrimitives.Add(point, step, trial);
                    var isBetter = objective.EvaluateCurved(trial, trialGradient) - value <= 1e-12 * Math.Abs(value);
                    return new(isBetter ? trial : point, iteration, Converged: true);
                }
                else
                {
                    objective.EvaluateCurved(point, gradient);
                }
            }

            small = TensorPrimitives.Norm<double>(gradient) <= enough;
        }

        return new(point, maxIterations, small);
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

    // Conjugate gradients for H·s = −g until the residual is a tenth (or another share) of the gradient or s leaves the ball.
    private static void InnerStep(
        ICurvedObjective objective, double radius, double[] gradient, double[] step, double[] residual, CancellationToken cancellation, double share = 0.1)
    {
        Array.Clear(step);
        TensorPrimitives.Negate(gradient, residual);
        var search = residual.ToArray();
        var product = new double[step.Length];
        var enough = share * TensorPrimitives.Norm<double>(gradient);
        var squares = TensorPrimitives.SumOfSquares<double>(residual);
        for (var i = 0; i < Math.Max(100, 2 * step.Length) && Math.Sqrt(squares) > enough; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            objective.HessianProduct(search, product);
            var curvature = TensorPrimitives.Dot<double>(search, product);
            var length = curvature > 0 ? squares / curvature : double.PositiveInfinity;
            var (ss, sd, dd) = (TensorPrimitives.SumOfSquares<double>(step), TensorPrimitives.Dot<double>(step, search), TensorPrimitives.SumOfSquares<double>(search));
            if (!double.IsFinite(length) || ss + (2 * length * sd) + (length * length * dd) > radius * radius)
            {
                // To the ball's surface: the positive root of |s + t·d|² = r².
                var root = Math.Sqrt((sd * sd) + (dd * ((radius * radius) - ss)));
                length = sd >= 0 ? ((radius * radius) - ss) / (sd + root) : (root - sd) / dd;
                TensorPrimitives.MultiplyAdd(search, length, step, step);
                TensorPrimitives.MultiplyAdd(product, -length, residual, residual);
                return;
            }

            TensorPrimitives.MultiplyAdd(search, length, step, step);
            TensorPrimitives.MultiplyAdd(product, -length, residual, residual);
            var next = TensorPrimitives.SumOfSquares<double>(residual);
            TensorPrimitives.MultiplyAdd(search, next / squares, residual, search);
            squares = next;
        }
    }
}
