using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>A Huber regression's objective along a line of coefficients and scale: rests r - t q, scale σ + t δ, and the penalty.</summary>
/// <remarks>The function is convex, so that its least value is where the derivative changes its sign: Newton steps on the derivative, and halving where they leave what is left.</remarks>
internal sealed class HuberLine
{
    private const int MostEvaluations = 100;

    // From here on by halving alone: Newton steps may go to and fro between two pieces.
    private const int MostNewtonSteps = 20;

    // Of the terms that a derivative is a sum of: what is smaller is rounding.
    private const double Rounding = 1e-14;

    private readonly HuberProblem _problem;
    private readonly double[] _rests;
    private readonly double[] _changes;
    private readonly double _scale;
    private readonly double _scaleChange;
    private readonly double _penaltySlope;
    private readonly double _penaltyCurvature;

    /// <summary>Lays the line.</summary>
    /// <param name="problem">The objective.</param>
    /// <param name="point">(u, c, σ) it begins at.</param>
    /// <param name="rests">r there.</param>
    /// <param name="direction">What a step of 1 adds to the point.</param>
    public HuberLine(HuberProblem problem, ReadOnlySpan<double> point, double[] rests, ReadOnlySpan<double> direction)
    {
        (_problem, _rests, _scale, _scaleChange) = (problem, rests, point[^1], direction[^1]);
        _changes = problem.Changes(direction);
        for (var i = 0; i < problem.Scaling.Deviations.Length; i++)
        {
            _penaltySlope += 2 * problem.Penalty(i) * point[i] * direction[i];
            _penaltyCurvature += 2 * problem.Penalty(i) * direction[i] * direction[i];
        }
    }

    /// <summary>The step to the least value.</summary>
    /// <param name="leastScale">No step goes below this scale.</param>
    public double Step(double leastScale)
    {
        var longest = _scaleChange < 0 ? (leastScale - _scale) / _scaleChange : double.PositiveInfinity;
        var small = Rounding * _problem.Weight * Math.Max(Math.Abs(TensorPrimitives.MaxMagnitude<double>(_changes)), Math.Abs(_scaleChange));
        var (low, high, step) = (0.0, double.PositiveInfinity, Math.Min(1, longest));
        for (var evaluation = 0; evaluation < MostEvaluations; evaluation++)
        {
            var (slope, curvature) = Derivatives(step);
            if (Math.Abs(slope) <= small || (slope <= 0 && step >= longest))
            {
                return step;
            }

            (low, high) = slope > 0 ? (low, step) : (step, high);
            var next = step - (slope / curvature);
            if (!(next > low && next < Math.Min(high, longest)) || (evaluation > MostNewtonSteps && double.IsFinite(high)))
            {
                next = double.IsFinite(high) ? (low + high) / 2 : Math.Min(longest, 4 * step);
            }

            if (next == step || high - low <= double.Epsilon + (1e-15 * high))
            {
                break;
            }

            step = next;
        }

        return low > 0 ? low : step;
    }

    private (double Slope, double Curvature) Derivatives(double step)
    {
        var (weights, epsilon, scale) = (_problem.Weights, _problem.Epsilon, _scale + (step * _scaleChange));
        Span<double> sums = stackalloc double[2];
        RowBlocks.Sum(_rests.Length, 8L * _rests.Length, sums, (start, end, partial) =>
        {
            var (slope, curvature) = (0.0, 0.0);
            for (var row = start; row < end; row++)
            {
                var (weight, change) = (weights?[row] ?? 1, _changes[row]);
                var rest = _rests[row] - (step * change);
                var ratio = rest / scale;
                if (Math.Abs(ratio) <= epsilon)
                {
                    var bend = change + (ratio * _scaleChange);
                    slope += weight * ((-2 * ratio * change) + ((1 - (ratio * ratio)) * _scaleChange));
                    curvature += weight * 2 / scale * bend * bend;
                }
                else
                {
                    slope += weight * ((-2 * epsilon * Math.Sign(rest) * change) + ((1 - (epsilon * epsilon)) * _scaleChange));
                }
            }

            partial[0] += slope;
            partial[1] += curvature;
        });
        return (sums[0] + _penaltySlope + (step * _penaltyCurvature), sums[1] + _penaltyCurvature);
    }
}
