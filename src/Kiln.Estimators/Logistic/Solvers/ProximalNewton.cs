using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Kiln.Estimators;

/// <summary>
/// f(w) + λ‖w‖₁ for smooth convex f: at each step the quadratic model of f plus the penalty is minimized by coordinate descent, and a line search along the way there
/// (G.-X. Yuan, C.-H. Ho and C.-J. Lin, "An improved GLMNET for L1-regularized logistic regression", JMLR 13, 2012).
/// </summary>
internal static class ProximalNewton
{
    /// <summary>Up to here the model's matrix is formed, which makes a sweep independent of the number of samples.</summary>
    private const int MostForMatrix = 1024;

    private const double Gain = 1e-4;

    // How far a model is minimized, as a share of the violation before: while the point is far off, the next model is worth more than the last digits of this one.
    private const double FarShare = 0.1;
    private const double NearShare = 1e-3;
    private const double Far = 10;

    // Where a sweep costs as much as a model: far off half the sweeps do, near the end what comes below a part of what is enough, and behind it what tells how much there is to gain.
    private const double CoarseShare = 0.2;
    private const double FineShare = 0.05;
    private const double ProbeShare = 0.5;
    private const double PartOfEnough = 0.3;
    private const int MostHalvings = 30;
    private const double MostRelaxation = 1.5;

    // So many sweeps without an end say that coordinate descent creeps. Then steps on faces follow until none is left: stopped half way, the sweeps would undo them.
    private const int Creeping = 50, MostOnFaces = 128;

    /// <summary>Begins at 0.</summary>
    /// <param name="objective">f.</param>
    /// <param name="x">The samples.</param>
    /// <param name="bias">The constant feature behind the others; 0 for none.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="tolerance">Stops when the subgradient's sum is this share of that at 0 and the model foretells hardly any decrease.</param>
    /// <param name="maxIterations">The most Newton steps.</param>
    /// <param name="cancellation">Stops.</param>
    public static SolverResult Minimize<TLoss>(
        PointwiseObjective<TLoss> objective, SampleView x, double bias, double lambda, double tolerance, int maxIterations, CancellationToken cancellation)
        where TLoss : struct, IPointLoss
    {
        var size = objective.Size;
        IQuadraticModel model = size <= MostForMatrix ? new MatrixModel(objective) : new ColumnModel<TLoss>(objective, x, bias);
        var (point, step, trial) = (new double[size], new double[size], new double[size]);
        var (gradient, trialGradient) = (new double[size], new double[size]);
        var value = objective.EvaluateCurved(point, gradient) + (lambda * TensorPrimitives.SumOfMagnitudes<double>(point));
        var enough = tolerance * Violation(point, gradient, lambda);
        for (var iteration = 1; iteration <= maxIterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            var violation = Violation(point, gradient, lambda);
            if (violation == 0)
            {
                return new(point, iteration - 1, Converged: true);
            }

            model.Begin();
            var limit = Gain * tolerance * Math.Abs(value);
            if (Descend(model, point, gradient, step, lambda, violation, Share(model, violation, enough), violation <= enough && !model.IsCheap ? limit : 0, cancellation))
            {
                return new(point, iteration, Converged: true);
            }

            TensorPrimitives.Add(point, step, trial);
            var foretold = TensorPrimitives.Dot<double>(gradient, step)
                + (lambda * (TensorPrimitives.SumOfMagnitudes<double>(trial) - TensorPrimitives.SumOfMagnitudes<double>(point)));
            if (violation <= enough && -foretold <= limit)
            {
                return new(point, iteration, Converged: true);
            }

            var moved = false;
            for (var (halving, length) = (0, 1.0); halving < MostHalvings && !moved; halving++, length /= 2)
            {
                TensorPrimitives.MultiplyAdd(step, length, point, trial);
                var next = objective.EvaluateCurved(trial, trialGradient) + (lambda * TensorPrimitives.SumOfMagnitudes<double>(trial));
                if (next - value <= 0.01 * length * foretold)
                {
                    (point, trial) = (trial, point);
                    (gradient, trialGradient) = (trialGradient, gradient);
                    (value, moved) = (next, true);
                }
            }

            if (!moved)
            {
                // Rounding hides any further decrease.
                return new(point, iteration, Converged: -foretold <= 1e-10 * Math.Abs(value));
            }
        }

        return new(point, maxIterations, Converged: Violation(point, gradient, lambda) <= enough);
    }

    private static double Share(IQuadraticModel model, double violation, double enough) => model.IsCheap
        ? violation > Far * enough ? FarShare : NearShare
        : violation <= enough ? ProbeShare : Math.Clamp(PartOfEnough * enough / violation, FineShare, CoarseShare);

    /// <summary>Σ of the smallest subgradient's magnitudes.</summary>
    private static double Violation(double[] point, double[] gradient, double lambda)
    {
        var sum = 0.0;
        for (var j = 0; j < point.Length; j++)
        {
            sum += Smallest(point[j], gradient[j], lambda);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Smallest(double w, double g, double lambda) =>
        w > 0 ? Math.Abs(g + lambda) : w < 0 ? Math.Abs(g - lambda) : Math.Max(Math.Abs(g) - lambda, 0);

    // Coordinate descent on g·d + ½ d·H·d + λ‖w + d‖₁. Coefficients at 0 whose derivative is far inside (−λ, λ) rest until the others have settled; where sweeps are dear, until the
    // next model; there the second sweep also tells how far to go beyond each coordinate's minimum (D. M. Young, Iterative Solution of Large Linear Systems, 1971, section 6.2: the
    // share of the violation that a plain sweep leaves is the square of Jacobi's), never across 0, so that the model still decreases at each step. Returns whether all that
    // is to be gained, as it decreases from sweep to sweep, stays below the limit.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Descend(
        IQuadraticModel model, double[] point, double[] gradient, double[] step, double lambda, double violation, double share, double limit, CancellationToken cancellation)
    {
        Array.Clear(step);
        var active = Enumerable.Range(0, point.Length).ToArray();
        var count = active.Length;
        var (whole, relaxation, leftBefore, gained, gainedBefore) = (true, 1.0, 0.0, 0.0, 0.0);
        for (var sweep = 0; sweep < 1000; sweep++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (left, next, gain) = (0.0, 0, 0.0);
            for (var i = 0; i < count; i++)
            {
                var j = active[i];
                var curvature = model.Curvature(j);
                var slope = gradient[j] + model.Slope(j);
                var current = point[j] + step[j];
                var own = Smallest(current, slope, lambda);
                left += own;
                if (current == 0 && Math.Abs(slope) < lambda - (violation / point.Length) && !whole)
                {
                    continue;
                }

                active[next++] = j;
                if (own == 0)
                {
                    continue;
                }

                var target = slope + lambda < curvature * current ? current - ((slope + lambda) / curvature)
                    : slope - lambda > curvature * current ? current - ((slope - lambda) / curvature) : 0;
                var beyond = current + (relaxation * (target - current));
                target = beyond * target > 0 ? beyond : target;
                if (target != current)
                {
                    var change = target - current;
                    model.Move(j, change);
                    step[j] += change;
                    gain -= (change * (slope + (0.5 * curvature * change))) + (lambda * (Math.Abs(target) - Math.Abs(current)));
                }
            }

            gained += gain;
            if (sweep > 0 && gain < gainedBefore && gained + (gain * gain / (gainedBefore - gain)) <= limit)
            {
                return true;
            }

            if (sweep == 1 && !model.IsCheap && left < leftBefore)
            {
                relaxation = Math.Min(MostRelaxation, 2 / (1 + Math.Sqrt(1 - (left / leftBefore))));
            }

            (leftBefore, gainedBefore, count) = (left, gain, next);
            if (left > share * violation)
            {
                whole = false;
                if (model.IsCheap && point.Length <= MostOnFaces && sweep % Creeping == Creeping - 1)
                {
                    for (var faces = 0; faces < point.Length && FaceStep.Make(model, point, gradient, step, lambda); faces++)
                    {
                        cancellation.ThrowIfCancellationRequested();
                    }
                }

                continue;
            }

            if (count == point.Length || whole || !model.IsCheap)
            {
                return false;
            }

            // The active ones have settled: look at all once more.
            active = Enumerable.Range(0, point.Length).ToArray();
            (count, whole) = (active.Length, true);
        }

        return false;
    }
}
