using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// (AᵀA + αI) w = Aᵀb by the Cholesky factors of the matrix with its diagonal scaled to ones, and steps of refinement with residuals taken from the samples
/// themselves. Squaring A squares its condition, but each step multiplies the error by no more than ε κ² with the κ of the scaled columns (A. van der Sluis,
/// "Condition numbers and equilibration of matrices", Numer. Math. 14, 1969; Å. Björck, "Numerical Methods for Least Squares Problems", SIAM 1996, section
/// 6.6.5): where κ is not large, the answer is as exact as one by orthogonal factors, for a fraction of their cost. Where it is, the answer is no.
/// </summary>
internal static class NormalEquations
{
    // ε κ² stays below 1e-4, so that three steps of refinement reach the last digits.
    private const double MostCondition = 5e11;

    // Products of sparse samples are made before their means are taken away: what that costs in digits is for refinement to bring back.
    private const double MostLost = 1e-4;

    private const int MostSteps = 4;

    /// <summary>Solves for every output.</summary>
    /// <param name="samples">A and b.</param>
    /// <param name="gram">AᵀA and Aᵀb.</param>
    /// <param name="alphas">α of each output, or one for all.</param>
    /// <param name="anyCondition">Solve however large κ is, as long as the matrix is positive definite: the answer is as near as refinement comes.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>(outputs, features), or null: the matrix is not positive definite, or too close to it.</returns>
    public static double[]? Solve(CentredSamples samples, GramProblem gram, ReadOnlySpan<double> alphas, bool anyCondition, CancellationToken cancellation)
    {
        var (n, outputs) = (gram.Features, gram.Outputs);
        var coefficients = new double[outputs * n];
        Factors? factors = null;
        for (var output = 0; output < outputs; output++)
        {
            var alpha = alphas[Math.Min(output, alphas.Length - 1)];
            if (factors is null || factors.Alpha != alpha)
            {
                factors = !anyCondition && HasLostDigits(samples, gram, alpha) ? null : Factor(samples, gram, alpha, cancellation);
                if (factors is null || (!anyCondition && factors.Condition > MostCondition))
                {
                    return null;
                }
            }

            var w = coefficients.AsSpan(output * n, n);
            gram.Cross.AsSpan(output * n, n).CopyTo(w);
            factors.Solve(w);
            Refine(samples, factors, output, w);
        }

        return coefficients;
    }

    private static void Refine(CentredSamples samples, Factors factors, int output, Span<double> w)
    {
        // The first solution is right to ε κ² of the scaled matrix: with a condition of a few hundred nothing is left to refine.
        var (step, last) = (new double[w.Length], double.PositiveInfinity);
        for (var i = 0; i < MostSteps && factors.Condition > 1e3; i++)
        {
            samples.CentredTransposedResidual(output, w, step);
            TensorPrimitives.MultiplyAdd(w, -factors.Alpha, step, step);
            factors.Solve(step);
            var size = factors.ScaledNorm(step);
            if (!(size < 0.5 * last))
            {
                return;
            }

            TensorPrimitives.Add(w, step, w);
            last = size;
            if (size <= 1e-15 * factors.ScaledNorm(w))
            {
                return;
            }
        }
    }

    private static bool HasLostDigits(CentredSamples samples, GramProblem gram, double alpha)
    {
        var isLost = false;
        for (var i = 0; i < gram.Features && samples.IsSparse && samples.IsCentred; i++)
        {
            var square = samples.SquaredNorms()[i];
            isLost |= !(Math.Abs(gram.Gram[(i * gram.Features) + i] - square) <= MostLost * (square + alpha));
        }

        return isLost;
    }

    private static Factors? Factor(CentredSamples samples, GramProblem gram, double alpha, CancellationToken cancellation)
    {
        var n = gram.Features;
        var (matrix, scales) = (new double[n * n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var diagonal = gram.Gram[(i * n) + i];

            // A feature that never varies has no part in the answer of smallest norm.
            scales[i] = samples.Varies(i, diagonal) || alpha > 0 ? 1 / Math.Sqrt(diagonal + alpha) : 0;
        }

        if (!Inputs.AllFinite(scales))
        {
            return null;
        }

        for (var i = 0; i < n; i++)
        {
            var line = matrix.AsSpan(i * n, n);
            TensorPrimitives.Multiply(gram.Gram.AsSpan(i * n, n), scales[i], line);
            TensorPrimitives.Multiply(line, scales, line);
            line[i] = 1;
        }

        try
        {
            var norm = SymmetricNorm.Of(matrix, n);
            Cholesky.Factor<double>(n, matrix, n, cancellation);
            cancellation.ThrowIfCancellationRequested();
            return new(n, alpha, matrix, scales, norm);
        }
        catch (LinearAlgebraException)
        {
            return null;
        }
    }

    private sealed class Factors
    {
        private readonly double[] _lower;
        private readonly double[] _scales;

        public Factors(int n, double alpha, double[] lower, double[] scales, double norm) =>
            (_lower, _scales, Alpha, Condition) = (lower, scales, alpha, norm * SymmetricNorm.OfInverse(lower, n));

        public double Alpha { get; }

        /// <summary>The condition of the scaled matrix.</summary>
        public double Condition { get; }

        public void Solve(Span<double> x)
        {
            TensorPrimitives.Multiply(x, _scales, x);
            Cholesky.Solve<double>(x.Length, 1, _lower, x.Length, x, 1);
            TensorPrimitives.Multiply(x, _scales, x);
        }

        /// <summary>The length of a vector, each element in units of its feature.</summary>
        public double ScaledNorm(ReadOnlySpan<double> x)
        {
            var sum = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                var scaled = _scales[i] > 0 ? x[i] / _scales[i] : 0;
                sum += scaled * scaled;
            }

            return Math.Sqrt(sum);
        }
    }
}
