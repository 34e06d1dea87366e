using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>L-BFGS with the limits of scikit-learn's solver: it stops when no element of the gradient exceeds the tolerance, or when the value hardly decreases.</summary>
internal static class QuasiNewton
{
    /// <summary>What an iteration must gain relative to the value, as scipy's default asks.</summary>
    public const double DefaultGain = 2.220446049250313e-09;

    /// <summary>The relative gain that rounding of the value leaves to see: for who goes on where a Newton method has come to its end.</summary>
    public const double RoundingGain = 64 * 2.22e-16;

    // Pairs of steps to remember. More of them come nearer to the optimum in the same iterations, at a price by the variable that only long vectors feel.
    private const int FewVariables = 10_000, LongMemory = 30, ShortMemory = 10;

    public static SolverResult Minimize(
        ICurvedObjective objective, ReadOnlySpan<double> start, double tolerance, int maxIterations, CancellationToken cancellation, double gain = DefaultGain)
    {
        // What the last three iterations gained, relative to the value: a single one may be small by chance.
        var (before, gains) = (double.PositiveInfinity, (First: double.PositiveInfinity, Second: double.PositiveInfinity, Third: double.PositiveInfinity));

        // The value-based test would end a fit with a tight tolerance too early: it tightens with the tolerance below the default of 1e-4.
        var options = new LbfgsOptions
        {
            GradientTolerance = tolerance,
            ValueTolerance = Math.Min(gain, gain * tolerance / 1e-4),
            LeastMagnitude = 0,
            MaxIterations = maxIterations,
            Memory = start.Length <= FewVariables ? LongMemory : ShortMemory,
            InverseCurvature = objective.InverseCurvature(),
            Progress = step => (before, gains) = (step.Value, (gains.Second, gains.Third, (before - step.Value) / Math.Abs(step.Value))),
        };
        var result = Lbfgs.Minimize(objective.Evaluate, start, options, cancellation);
        return new(result.X, result.Iterations, result.Converged || (result.Reason == StopReason.LineSearchFailed && AtRounding(result)))
        {
            HasSteepEnd = result.Reason is StopReason.ValueTolerance or StopReason.LineSearchFailed,
            LastGain = Math.Max(gains.First, Math.Max(gains.Second, gains.Third)),
        };
    }

    // Where rounding hides any further decrease the optimum is reached as far as numbers can tell.
    private static bool AtRounding(LbfgsResult result) =>
        System.Numerics.Tensors.TensorPrimitives.MaxMagnitude<double>(result.Gradient) <= 1e-6 * Math.Max(1, Math.Abs(result.Value));
}
