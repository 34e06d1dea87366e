using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Newton's method on a Huber regression's objective, which is convex in coefficients and scale, and at a given scale a quadratic on each of finitely many pieces: once on the right piece, a step
/// ends at its least value, however the features are scaled or depend on each other.
/// </summary>
/// <remarks>
/// The scale goes down in steps, and at each the coefficients come first: as it goes to 0 the pieces get as small as those of absolute residuals, and a descent on both at once is caught in a corner
/// (K. Madsen and H. B. Nielsen, "A finite smoothing algorithm for linear l1 estimation", SIAM J. Optimization 3, 1993). Where the best scale is not 0, steps on both at once converge to it.
/// </remarks>
internal static class HuberNewton
{
    // Relative: what a step has to gain, or it was the last one at this scale, or of all.
    private const double LeastGain = 1e-10;

    // A step this long has found its piece: one that gains nothing is the last. Shorter ones may gain little because they end at the border of a piece.
    private const double LongStep = 0.5;

    // How far the scale falls at once, at first; further where coefficients follow at once.
    private const double FirstFall = 10;
    private const double LargestFall = 1e6;
    private const int FewSteps = 2;
    private const int ManySteps = 4;

    // What is added to the diagonal where the samples within do not determine all coefficients, of what all samples add; and the last of what is tried.
    private const double LeastDamping = 1e-13;
    private const double MostDamping = 1;

    /// <summary>Minimizes, from coefficients of 0 and a scale on that all samples are within: where a descent ended with small residuals, their scale is too small to begin with.</summary>
    /// <param name="problem">The objective.</param>
    /// <param name="maxSteps">The most steps.</param>
    /// <param name="cancellation">Looked at before each step.</param>
    /// <returns>Where it ended; the reason is <see cref="StopReason.ValueTolerance"/> where it converged.</returns>
    public static LbfgsResult Minimize(HuberProblem problem, int maxSteps, CancellationToken cancellation)
    {
        var point = new double[problem.Samples.Columns + (problem.HasIntercept ? 2 : 1)];
        point[^1] = Math.Max(problem.LargestTarget, HuberProblem.LowestScale);
        var (gradient, rests) = (new double[point.Length], problem.Rests(point));
        var value = problem.Objective(point, gradient);
        var (steps, fall, reason) = (0, FirstFall, StopReason.MaxIterations);
        var (stepsHere, smallGains, movesScale) = (0, 0, false);
        while (steps < maxSteps && double.IsFinite(value))
        {
            cancellation.ThrowIfCancellationRequested();
            if (movesScale && point[^1] <= HuberProblem.LowestScale && gradient[^1] >= 0)
            {
                reason = StopReason.ValueTolerance;
                break;
            }

            if (Direction(problem, point, rests, gradient, movesScale, cancellation) is not { } direction)
            {
                break;
            }

            var step = new HuberLine(problem, point, rests, direction).Step(Math.Max(point[^1] / fall, HuberProblem.LowestScale));
            var (next, nextGradient) = (new double[point.Length], new double[point.Length]);
            TensorPrimitives.MultiplyAdd(direction, step, point, next);
            next[^1] = Math.Max(next[^1], HuberProblem.LowestScale);
            var nextValue = problem.Objective(next, nextGradient);
            var gain = value - nextValue;
            steps++;
            if (gain > 0)
            {
                (point, gradient, value, rests) = (next, nextGradient, nextValue, problem.Rests(next));
            }

            var isSmall = !(gain > LeastGain * Math.Abs(value));
            if (movesScale)
            {
                if (isSmall)
                {
                    reason = StopReason.ValueTolerance;
                    break;
                }

                (movesScale, stepsHere, smallGains) = (false, 0, 0);
                continue;
            }

            stepsHere++;
            smallGains = isSmall ? smallGains + 1 : 0;
            if (smallGains > 1 || (isSmall && (step >= LongStep || gain <= 0)))
            {
                movesScale = true;
                fall = stepsHere <= FewSteps ? Math.Min(fall * fall, LargestFall) : stepsHere > ManySteps ? Math.Max(Math.Sqrt(fall), FirstFall) : fall;
            }
        }

        return new(reason, point, value, gradient, steps, steps);
    }

    // Of Newton's step, for all variables or with the scale as it is; null where there is none.
    private static double[]? Direction(HuberProblem problem, double[] point, double[] rests, double[] gradient, bool withScale, CancellationToken cancellation)
    {
        var curvature = HuberCurvature.Of(problem, rests, point[^1], withScale, cancellation);
        var size = point.Length - (withScale ? 0 : 1);
        var factor = new double[curvature.Length];
        for (var damping = LeastDamping; damping <= MostDamping; damping *= 100)
        {
            curvature.CopyTo(factor, 0);
            for (var i = 0; i < size; i++)
            {
                factor[(i * size) + i] += damping * problem.Weight;
            }

            try
            {
                var direction = new double[point.Length];
                TensorPrimitives.Multiply(gradient.AsSpan(0, size), -point[^1] / 2, direction.AsSpan(0, size));
                Cholesky.Factor<double>(size, factor, size, cancellation);
                Cholesky.Solve<double>(size, 1, factor, size, direction.AsSpan(0, size), 1);
                return Inputs.AllFinite(direction) ? direction : null;
            }
            catch (NotPositiveDefiniteException)
            {
                // With more on the diagonal.
            }
            catch (NonFiniteMatrixException)
            {
                return null;
            }
        }

        return null;
    }
}
