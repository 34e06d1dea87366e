using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>The descent on a Huber regression's objective: by L-BFGS on coefficients and scale, and in turns where that is stuck.</summary>
internal static class HuberDescent
{
    // Their squares are the elements of the curvature.
    private const int MostNewtonColumns = 1000;

    // Relative.
    private const double LeastGain = 1e-9;

    // The derivative by the scale, for each sample, from which on the scale has not been found.
    private const double FarFromScale = 1e-3;

    // The largest derivative, for each sample, from which on a descent that gained nothing more was caught in a corner.
    private const double FarFromOptimum = 1e-5;

    // Of the largest target: a smaller scale makes corners of residuals. At an epsilon of 1 its derivative is 0 there wherever the coefficients are, and says nothing.
    private const double Corner = 1e-9;

    // The epsilon that the scale of the first turn is for: with 1 the best scale is always none.
    private const double UsualEpsilon = 1.35;

    /// <summary>Minimizes.</summary>
    /// <param name="problem">The objective.</param>
    /// <param name="start">(u, c, σ) to begin at.</param>
    /// <param name="tolerance">Of the gradient.</param>
    /// <param name="maxIterations">The most steps of the descent, and once more as many where it was stuck.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Where it ended, and the steps of all descents.</returns>
    public static (LbfgsResult Result, int Iterations) Minimize(HuberProblem problem, double[] start, double tolerance, int maxIterations, CancellationToken cancellation)
    {
        var options = new LbfgsOptions { GradientTolerance = tolerance / problem.Scaling.Largest, ValueTolerance = 1e-13, MaxIterations = maxIterations, MaxLineSearch = 40 };
        var result = Lbfgs.Minimize(
            (point, gradient) =>
            {
                cancellation.ThrowIfCancellationRequested();
                return problem.Objective(point, gradient);
            },
            start,
            options,
            cancellation);
        var isFound = Math.Abs(result.Gradient[^1]) <= FarFromScale * problem.Weight && result.X[^1] > Corner * problem.LargestTarget;
        var isStuck = result.Reason == StopReason.MaxIterations || Math.Abs(TensorPrimitives.MaxMagnitude<double>(result.Gradient)) > FarFromOptimum * problem.Weight;
        var isDone = isFound && (result.Reason == StopReason.GradientTolerance || !isStuck);
        var end = isDone ? (result, result.Iterations)
            : problem.Samples.Columns <= MostNewtonColumns ? ByNewton(problem, result, maxIterations, cancellation)
            : isFound ? (result, result.Iterations)
            : InTurns(problem, start, result, options, cancellation);
        return problem.IsWide ? (Smaller(problem, end.Item1, cancellation), end.Item2) : end;
    }

    private static LbfgsResult Smaller(HuberProblem problem, LbfgsResult end, CancellationToken cancellation)
    {
        var gradient = new double[end.X.Length];
        var point = problem.Smallest(end.X, cancellation);
        var value = problem.Objective(point, gradient);
        return value < end.Value ? end with { X = point, Value = value, Gradient = gradient } : end;
    }

    private static (LbfgsResult Result, int Iterations) ByNewton(HuberProblem problem, LbfgsResult stuck, int maxIterations, CancellationToken cancellation)
    {
        // The more features, the more samples join and leave those within the scale before the last piece is found.
        var most = (int)Math.Min(int.MaxValue, maxIterations * (1L + (problem.Samples.Columns / 50)));
        var end = HuberNewton.Minimize(problem, most, cancellation);
        return (end.Value < stuck.Value ? end : stuck with { Reason = end.Reason }, stuck.Iterations + end.Iterations);
    }

    // Where all residuals can be next to nothing, as with more features than samples, the scale goes to 0 faster than the coefficients follow, and the descent is stuck at a corner of absolute
    // residuals. There the two are made least in turns: at a scale of its own the objective is round, and the best scale of coefficients is found at once. (The objective is convex in both.)
    private static (LbfgsResult Result, int Iterations) InTurns(HuberProblem problem, double[] start, LbfgsResult stuck, LbfgsOptions options, CancellationToken cancellation)
    {
        var (best, iterations) = (stuck, stuck.Iterations);
        var left = options.MaxIterations;
        var point = start;
        point[^1] = Math.Max(problem.BestScale(point, UsualEpsilon), point[^1]);
        while (left > 0)
        {
            // Small steps of the scale, for the coefficients have to follow.
            var scale = point[^1] = Math.Max(problem.BestScale(point), point[^1] / 1000);
            var whole = new double[point.Length];
            var round = Lbfgs.Minimize(
                (variables, gradient) =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    double[] at = [.. variables, scale];
                    var value = problem.Objective(at, whole);
                    whole.AsSpan(0, gradient.Length).CopyTo(gradient);
                    return value;
                },
                point.AsSpan(0, point.Length - 1).ToArray(),
                options with { ValueTolerance = 1e-15, MaxIterations = left },
                cancellation);
            left -= Math.Max(1, round.Iterations);
            iterations += round.Iterations;
            point = [.. round.X, scale];
            var isLast = best != stuck && !(round.Value < best.Value - (LeastGain * Math.Abs(best.Value)));
            if (round.Value < best.Value)
            {
                best = new(round.Reason, point, round.Value, whole, round.Iterations, round.Evaluations);
            }

            if (isLast || scale <= HuberProblem.SmallestScale)
            {
                break;
            }
        }

        return (left > 0 ? best : best with { Reason = StopReason.MaxIterations }, iterations);
    }
}
