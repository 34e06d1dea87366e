using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// Conjugate gradients (M. R. Hestenes and E. Stiefel 1952) for a ridge: on AᵀA + αI, or on AAᵀ + αI with more features than samples, neither of which is made.
/// Stops when the residual is the tolerance times the right side.
/// </summary>
internal static class RidgeConjugateGradients
{
    /// <summary>Solves for one output; returns the iterations made.</summary>
    public static int Solve(CentredSamples samples, int output, double alpha, double tolerance, int? maxIterations, Span<double> w, CancellationToken cancellation)
    {
        if (samples.Columns <= samples.Rows)
        {
            var right = new double[w.Length];
            samples.TransposedTimes(samples.Target(output).ToArray(), right);
            return Run(right, w, tolerance, maxIterations ?? 10 * w.Length, (p, product) =>
            {
                samples.TransposedResidual(-1, p, product);
                TensorPrimitives.Negate(product, product);
                TensorPrimitives.MultiplyAdd(p, alpha, product, product);
            }, cancellation);
        }

        var (dual, image) = (new double[samples.Rows], new double[samples.Columns]);
        var iterations = Run(samples.Target(output).ToArray(), dual, tolerance, 10 * samples.Rows, (p, product) =>
        {
            samples.TransposedTimes(p, image);
            samples.Times(image, product);
            TensorPrimitives.MultiplyAdd(p, alpha, product, product);
        }, cancellation);
        samples.TransposedTimes(dual, w);
        return iterations;
    }

    private static int Run(double[] right, Span<double> x, double tolerance, int most, Action<double[], double[]> multiply, CancellationToken cancellation)
    {
        x.Clear();
        var (r, p, image) = (right.ToArray(), right.ToArray(), new double[right.Length]);
        var square = TensorPrimitives.SumOfSquares<double>(r);
        var norm = Math.Sqrt(square);
        if (norm <= tolerance)
        {
            return 0;
        }

        var bound = tolerance * norm;
        for (var iteration = 1; iteration <= most; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            multiply(p, image);
            var step = square / TensorPrimitives.Dot<double>(p, image);
            TensorPrimitives.MultiplyAdd(p, step, x, x);
            TensorPrimitives.MultiplyAdd(image, -step, r, r);
            var next = TensorPrimitives.SumOfSquares<double>(r);
            if (Math.Sqrt(next) <= bound || next == 0)
            {
                return iteration;
            }

            TensorPrimitives.MultiplyAdd(p, next / square, r, p);
            square = next;
        }

        return most;
    }
}
