using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// Halves a Newton step until the value decreases enough (Armijo); where rounding hides the decrease, until the gradient gets smaller. Boyd and Vandenberghe,
/// Convex Optimization, section 9.2.
/// </summary>
internal static class BacktrackingSearch
{
    private const int MostHalvings = 30;
    private const double Decrease = 1.0 / 2048;
    private const double Rounding = 16 * Float64.Epsilon;

    /// <summary>Moves <paramref name="point"/>; false when no step along the direction decreases the value.</summary>
    /// <param name="objective">The function; its curvature is kept at the new point.</param>
    /// <param name="point">From where; on return the new point.</param>
    /// <param name="direction">The step of length 1.</param>
    /// <param name="slope">The derivative along it, negative.</param>
    /// <param name="value">The value; on return that of the new point.</param>
    /// <param name="gradient">The gradient; on return that of the new point.</param>
    public static bool Step(ICurvedObjective objective, double[] point, double[] direction, double slope, ref double value, double[] gradient)
    {
        var (trial, trialGradient) = (new double[point.Length], new double[point.Length]);
        for (var (halving, length) = (0, 1.0); halving <= MostHalvings; halving++, length /= 2)
        {
            TensorPrimitives.MultiplyAdd(direction, length, point, trial);
            var next = objective.EvaluateCurved(trial, trialGradient);
            var accepted = next - value <= Decrease * length * slope
                || (Math.Abs(next - value) <= Rounding * Math.Abs(value)
                    && TensorPrimitives.SumOfMagnitudes<double>(trialGradient) < TensorPrimitives.SumOfMagnitudes<double>(gradient));
            if (accepted)
            {
                trial.CopyTo(point, 0);
                trialGradient.CopyTo(gradient, 0);
                value = next;
                return true;
            }
        }

        return false;
    }
}
