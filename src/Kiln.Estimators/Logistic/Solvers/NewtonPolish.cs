using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Newton steps with whole second derivatives after a solver has ended by its own rule. A small gradient says little about how far the value is above the minimum where a problem is ill
/// conditioned, nearly separable or small itself; half the squared Newton decrement, ½ gᵀH⁻¹g, does (Boyd and Vandenberghe, Convex Optimization, section 9.5.1). It is asked for where samples
/// are few, which is where that matters and where it costs next to nothing.
/// </summary>
internal static class NewtonPolish
{
    /// <summary>How far above the minimum a fit may end, relative to the value: below what is told apart from other solvers' ends.</summary>
    public const double Share = 1e-7;

    /// <summary>Gains of the last iterations, relative to the value, below which nothing is left to be polished.</summary>
    public const double SmallGain = 1e-9;

    // Values below this share of the first one are taken for it: what falls for ever towards 0 has to end, and is 0 to everybody.
    private const double LeastShare = 1e-9;

    // Multiplications of one matrix of second derivatives: a tenth of a millisecond at most, or so many times less than a solver has spent. Where there is reason to doubt an end, a few
    // milliseconds.
    private const double MostWork = 1 << 19, MostShare = 0.5, MostForDoubt = 1 << 24;
    private const int MostSteps = 50, MostHalvings = 30;
    private const double Decrease = 1.0 / 2048;

    // What the last digits of sums over samples hide.
    private const double Rounding = 4 * Float64.Epsilon;

    // A pivot of the matrix with ones on its diagonal that is rounding, and what is added to the diagonal then.
    private const double LeastPivot = 1e-13, LeastDamping = 1e-12, MostDamping = 1e-4;

    /// <summary>Whether second derivatives cost little.</summary>
    /// <param name="rows">Samples.</param>
    /// <param name="size">Variables.</param>
    /// <param name="spent">Multiplications that a solver has spent.</param>
    /// <param name="isDoubtful">Whether the solver has not come to an end that its tolerance of the gradient asks for.</param>
    public static bool Pays(int rows, int size, double spent = 0, bool isDoubtful = false) =>
        (double)size * size * (rows + (size / 3)) <= (isDoubtful ? MostForDoubt : Math.Max(MostWork, MostShare * spent));

    /// <summary>How far above the minimum a value of 0 at least may be.</summary>
    /// <param name="value">The value.</param>
    /// <param name="first">The value where the solver began.</param>
    public static double Enough(double value, double first) => Share * Math.Max(value, LeastShare * first);

    /// <summary>Steps until the value is as near the minimum as <see cref="Share"/> of it, or rounding, and the gradient within the tolerance.</summary>
    /// <param name="problem">The function.</param>
    /// <param name="point">From where; on return the best point.</param>
    /// <param name="tolerance">Of the gradient's largest element; infinite where that has been seen to.</param>
    /// <param name="mostSteps">The most steps.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>How many steps were made, and whether they have come to the minimum.</returns>
    public static (int Steps, bool AtMinimum) Run(in PolishedProblem problem, double[] point, double tolerance, int mostSteps, CancellationToken cancellation)
    {
        var size = point.Length;
        var (gradient, direction, trial, trialGradient, hessian) = (new double[size], new double[size], new double[size], new double[size], new double[size * size]);
        var value = problem.Evaluate(point, gradient);
        for (var steps = 0; ; steps++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (problem.HasNoMinimum?.Invoke(point) == true)
            {
                return (steps, false);
            }

            problem.Hessian(point, hessian);
            var slope = Direction(hessian, gradient, direction);
            if (!(slope <= 0))
            {
                return (steps, false);
            }

            var isWithin = Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient)) <= tolerance;
            if (-0.5 * slope <= Rounding * Math.Max(Math.Abs(value), Math.Abs(problem.Least)) || (isWithin && -0.5 * slope <= Share * (value - problem.Least)))
            {
                return (steps, true);
            }

            if (steps == Math.Min(mostSteps, MostSteps) || !Step(problem, point, direction, slope, ref value, gradient, trial, trialGradient))
            {
                return (steps, false);
            }
        }
    }

    private static bool Step(in PolishedProblem problem, double[] point, double[] direction, double slope, ref double value, double[] gradient, double[] trial, double[] trialGradient)
    {
        for (var (halving, length) = (0, 1.0); halving <= MostHalvings; halving++, length /= 2)
        {
            TensorPrimitives.MultiplyAdd(direction, length, point, trial);
            var next = problem.Evaluate(trial, trialGradient);

            // Where rounding hides the decrease the gradient shows it.
            var isLower = (next - value <= Decrease * length * slope && next < value)
                || (Math.Abs(next - value) <= 4 * Rounding * Math.Abs(value)
                    && TensorPrimitives.SumOfMagnitudes<double>(trialGradient) < TensorPrimitives.SumOfMagnitudes<double>(gradient));
            if (isLower)
            {
                trial.CopyTo(point, 0);
                trialGradient.CopyTo(gradient, 0);
                value = next;
                return true;
            }
        }

        return false;
    }

    /// <summary>−H⁻¹·g, with the diagonal of H taken to ones so that units do not matter, and where H is singular a little more than ones.</summary>
    /// <param name="hessian">H, (size, size); it is overwritten.</param>
    /// <param name="gradient">g.</param>
    /// <param name="direction">Takes the direction.</param>
    /// <returns>Its product with g; NaN where there is no such direction.</returns>
    public static double Direction(double[] hessian, double[] gradient, double[] direction)
    {
        var size = gradient.Length;
        var roots = new double[size];
        for (var i = 0; i < size; i++)
        {
            var own = hessian[(i * size) + i];
            if (!(own > 0) && gradient[i] != 0)
            {
                return double.NaN;
            }

            roots[i] = own > 0 ? 1 / Math.Sqrt(own) : 0;
        }

        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                hessian[(i * size) + j] *= roots[i] * roots[j];
            }

            hessian[(i * size) + i] = 1;
        }

        var factor = new double[hessian.Length];
        for (var damping = 0.0; damping <= MostDamping; damping = Math.Max(LeastDamping, 100 * damping))
        {
            if (!Factor(hessian, factor, size, damping))
            {
                continue;
            }

            for (var i = 0; i < size; i++)
            {
                direction[i] = -gradient[i] * roots[i];
            }

            Cholesky.Solve<double>(size, 1, factor, size, direction, 1);
            TensorPrimitives.Multiply(direction, roots, direction);
            return Array.TrueForAll(direction, double.IsFinite) ? TensorPrimitives.Dot<double>(direction, gradient) : double.NaN;
        }

        return double.NaN;
    }

    private static bool Factor(double[] matrix, double[] factor, int size, double damping)
    {
        matrix.CopyTo(factor, 0);
        for (var i = 0; i < size; i++)
        {
            factor[i * (size + 1)] += damping;
        }

        try
        {
            Cholesky.Factor<double>(size, factor, size);
        }
        catch (LinearAlgebraException)
        {
            return false;
        }

        var isSafe = true;
        for (var i = 0; i < size && isSafe; i++)
        {
            isSafe = factor[i * (size + 1)] * factor[i * (size + 1)] > LeastPivot;
        }

        return isSafe;
    }
}

/// <summary>A smooth function whose second derivatives can be had.</summary>
/// <param name="Evaluate">Value and gradient.</param>
/// <param name="Hessian">Second derivatives at a point, (size, size); called where <paramref name="Evaluate"/> was called, last or some evaluations ago.</param>
/// <param name="Least">What the value cannot fall below: what it is above that is what counts.</param>
/// <param name="HasNoMinimum">Whether a point shows that the function falls for ever; null where it cannot.</param>
internal readonly record struct PolishedProblem(Objective Evaluate, Action<double[], double[]> Hessian, double Least, Func<double[], bool>? HasNoMinimum);
