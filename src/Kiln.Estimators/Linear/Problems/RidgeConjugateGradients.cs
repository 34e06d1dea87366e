using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// Conjugate gradients (M. R. Hestenes and E. Stiefel 1952) for a ridge: on D (AᵀA + αI) D, whose diagonal is ones, or on AAᵀ + αI with more features than samples; none of them is made.
/// Stops when the residual is the tolerance times the right side, and the sum of squares is near the least one.
/// </summary>
internal static class RidgeConjugateGradients
{
    // Of the sum of squares and the penalty, relative; and on columns of one size with more features than samples. With fewer those end where scikit-learn's do, by the tolerance alone.
    private const double Gap = 1e-8;
    private const double PlainDualGap = 1e-6;

    // What the steps to come will take away is about what the last ones did (Z. Strakoš and P. Tichý, "On error estimation in the conjugate gradient method", ETNA 13, 2002).
    private const int Delay = 4;

    private const int StepsPerUnknown = 10;

    private delegate void Product(double[] p, double[] image);

    /// <summary>Whether the objective is near the least one, by the square of the residual and what the last steps and all of them took from twice the quadratic form.</summary>
    private delegate bool Nearness(double square, ReadOnlySpan<double> last, double all);

    /// <summary>Solves for one output; returns the iterations made, and whether they came to an end.</summary>
    public static (int Steps, bool Converged) Solve(CentredSamples samples, int output, double alpha, double tolerance, int? maxIterations, Span<double> w, CancellationToken cancellation)
    {
        var (steps, scales) = (0, RidgeScales.Of(samples, alpha, cancellation));
        if (samples.Columns > samples.Rows)
        {
            (steps, var converged) = Dual(samples, output, alpha, scales is null ? PlainDualGap : Gap, tolerance, maxIterations, w, cancellation);
            if (converged || scales is null || maxIterations is not null)
            {
                return (steps, converged);
            }
        }

        var (right, point) = (new double[w.Length], new double[w.Length]);
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
        }, (_, last, all) => scales is null || TensorPrimitives.Sum(last) <= Gap * (squares - all), cancellation);
        Scale(w, w);
        return (steps + end.Steps, end.Converged);

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
        }, (square, _, all) => alpha == 0 || square <= gap * alpha * all, cancellation);
        samples.TransposedTimes(dual, w);
        return end;
    }

    private static (int Steps, bool Converged) Run(double[] right, Span<double> x, double tolerance, int most, Product multiply, Nearness isNear, CancellationToken cancellation)
    {
        x.Clear();
        var (r, p, image) = (right.ToArray(), right.ToArray(), new double[right.Length]);
        var (last, all) = (new double[Delay], 0.0);
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
            var step = square / TensorPrimitives.Dot<double>(p, image);
            TensorPrimitives.MultiplyAdd(p, step, x, x);
            TensorPrimitives.MultiplyAdd(image, -step, r, r);
            last[iteration % Delay] = step * square;
            all += step * square;
            var next = TensorPrimitives.SumOfSquares<double>(r);

            // A residual at the rounding of the right side says no more.
            if (next == 0 || Math.Sqrt(next) <= 1e-16 * norm || (Math.Sqrt(next) <= tolerance * norm && isNear(next, last, all)))
            {
                return (iteration, true);
            }

            TensorPrimitives.MultiplyAdd(p, next / square, r, p);
            square = next;
        }

        return (most, false);
    }
}
