using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// Conjugate gradients (M. R. Hestenes and E. Stiefel 1952) for a ridge: on D (AᵀA + αI) D, whose diagonal is ones, or on AAᵀ + αI with more features than samples; none of them is made.
/// Stops when the residual is the tolerance times the right side, and the sum of squares is near the least one.
/// </summary>
internal static class RidgeConjugateGradients
{
    // Of the sum of squares and the penalty, relative; and on columns of one size, where the steps are scikit-learn's; and with more features than samples, where it is a bound.
    private const double Gap = 1e-8;
    private const double PlainGap = 1e-4;
    private const double PlainDualGap = 1e-6;

    // How much larger its bound may be by rounding.
    private const double MostDrift = 2;

    // What is left of the sum of squares below this share is rounding of what was taken away.
    private const double Cancelled = 1e-8;

    private const int StepsPerUnknown = 10;

    private delegate void Product(double[] p, double[] image);

    /// <summary>Whether the objective is near the least one.</summary>
    private delegate bool Nearness(State state);

    /// <summary>Solves for one output; returns the iterations made, and whether they came to an end.</summary>
    public static (int Steps, bool Converged) Solve(CentredSamples samples, int output, double alpha, double tolerance, int? maxIterations, Span<double> w, CancellationToken cancellation)
    {
        var (steps, scales) = (0, RidgeScales.Of(samples, alpha, cancellation));
        var near = RidgeGap.Nearness(tolerance, isTheirs: scales is null);
        var direct = new RidgeDirect(samples, output, alpha, near, cancellation);
        if (samples.Columns > samples.Rows)
        {
            (steps, var converged) = Dual(samples, output, alpha, scales is null ? PlainDualGap : Gap, tolerance, maxIterations, w, cancellation);
            if (maxIterations is null && (alpha == 0 || !converged))
            {
                converged |= direct.Finish(w, steps);
            }

            if (converged || scales is null || maxIterations is not null)
            {
                return (steps, converged);
            }
        }

        var (right, point, isFar) = (new double[w.Length], new double[w.Length], false);
        var gap = new RidgeGap(samples, alpha, scales, near, cancellation);
        samples.TransposedTimes(samples.Target(output).ToArray(), right);
        Scale(right, right);
        var squares = TensorPrimitives.SumOfSquares(samples.Target(output));
        var end = Run(right, w, tolerance, maxIterations ?? StepsPerUnknown * w.Length, (p, image) =>
        {
            Scale(p, point);
            samples.TransposedResidual(-1, point, image);
            TensorPrimitives.Negate(image, image);
            TensorPrimitives.MultiplyAdd(point, alpha, image, image);
            Scale(image, image);
        }, IsNear, cancellation);
        Scale(w, w);
        var isDone = (end.Converged && !isFar) || (maxIterations is null && direct.Finish(w, end.Steps));
        return (steps + end.Steps, isDone);

        bool IsNear(State state)
        {
            Scale(state.X, point);
            var objective = squares - state.All;
            objective = objective > Cancelled * squares ? objective : RidgeObjective.Of(samples, output, alpha, point);
            if (gap.IsNear(state.Square, objective, state.Steps))
            {
                isFar = false;
                return true;
            }

            var isNear = direct.IsNear(point, state.Steps);
            isFar = isNear == false;

            // Where it is far, orthogonal factors end it.
            return isNear switch
            {
                null => state.Late <= (scales is null ? PlainGap : Gap) * objective,
                true => true,
                false => maxIterations is null,
            };
        }

        void Scale(ReadOnlySpan<double> from, Span<double> to)
        {
            if (scales is not null)
            {
                TensorPrimitives.Multiply(from, scales, to);
            }
            else
            {
                from.CopyTo(to);
            }
        }
    }

    // w = Aᵀd. With K = AAᵀ + αI and the residual r = b − K d the objective is rᵀ(I − αK⁻¹) r above its least value, which is α bᵀK⁻¹b: all that the steps take away, times α.
    private static (int Steps, bool Converged) Dual(
        CentredSamples samples, int output, double alpha, double gap, double tolerance, int? maxIterations, Span<double> w, CancellationToken cancellation)
    {
        var (dual, image) = (new double[samples.Rows], new double[samples.Columns]);
        var end = Run(samples.Target(output).ToArray(), dual, tolerance, maxIterations ?? StepsPerUnknown * samples.Rows, (p, product) =>
        {
            samples.TransposedTimes(p, image);
            samples.Times(image, product);
            TensorPrimitives.MultiplyAdd(p, alpha, product, product);
        }, state => alpha == 0 || state.Square <= gap * alpha * state.All, cancellation);
        samples.TransposedTimes(dual, w);
        if (alpha == 0)
        {
            return end;
        }

        // What the steps know of the residual has their rounding: where b is far smaller than A's products with its own coefficients, the residual itself may be larger.
        var rest = new double[samples.Rows];
        samples.Times(w, rest);
        TensorPrimitives.Subtract(samples.Target(output), rest, rest);
        var objective = TensorPrimitives.SumOfSquares<double>(rest) + (alpha * TensorPrimitives.SumOfSquares(w));
        TensorPrimitives.MultiplyAdd(dual, -alpha, rest, rest);
        return (end.Steps, end.Converged && TensorPrimitives.SumOfSquares<double>(rest) <= MostDrift * gap * objective);
    }

    private static (int Steps, bool Converged) Run(double[] right, Span<double> x, double tolerance, int most, Product multiply, Nearness isNear, CancellationToken cancellation)
    {
        x.Clear();
        var (r, p, image) = (right.ToArray(), right.ToArray(), new double[right.Length]);
        var (gains, all) = (new StepGains(), 0.0);
        var square = TensorPrimitives.SumOfSquares<double>(r);
        var norm = Math.Sqrt(square);
        if (norm == 0)
        {
            return (0, true);
        }

        for (var iteration = 1; iteration <= most; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            multiply(p, image);
            var curvature = TensorPrimitives.Dot<double>(p, image);
            if (!(curvature > 0))
            {
                // Without a penalty there may be a direction in which nothing changes.
                return (iteration, false);
            }

            var step = square / curvature;
            TensorPrimitives.MultiplyAdd(p, step, x, x);
            TensorPrimitives.MultiplyAdd(image, -step, r, r);
            gains.Add(step * square);
            all += step * square;
            var next = TensorPrimitives.SumOfSquares<double>(r);

            // A residual at the rounding of the right side says no more.
            var isRounding = Math.Sqrt(next) <= 1e-16 * norm;
            if (next == 0 || ((isRounding || Math.Sqrt(next) <= tolerance * norm) && (isNear(new(iteration, next, x, gains, all)) || isRounding)))
            {
                return (iteration, true);
            }

            TensorPrimitives.MultiplyAdd(p, next / square, r, p);
            square = next;
        }

        return (most, false);
    }

    /// <summary>Where the steps are.</summary>
    /// <param name="steps">Steps made.</param>
    /// <param name="square">The square of the residual.</param>
    /// <param name="x">The unknowns.</param>
    /// <param name="gains">What each of them took from twice the quadratic form.</param>
    /// <param name="all">What all of them took.</param>
    private readonly ref struct State(int steps, double square, ReadOnlySpan<double> x, StepGains gains, double all)
    {
        public int Steps { get; } = steps;

        public double Square { get; } = square;

        public ReadOnlySpan<double> X { get; } = x;

        public double Late => gains.Late;

        public double All { get; } = all;
    }
}
