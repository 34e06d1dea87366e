using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Cholesky factors of D (AᵀA + αI) D, where they are far from rounding.</summary>
internal sealed class RidgeCholesky
{
    // Of pivots among a diagonal of about ones: below, rounding decides whether the matrix has an inverse.
    private const double LeastPivot = 1e-10;

    private readonly double[] _lower;
    private readonly int _size;

    private RidgeCholesky(double[] lower, int size) => (_lower, _size) = (lower, size);

    /// <summary>Factors a matrix; null where rounding decides whether it has an inverse.</summary>
    /// <param name="gram">AᵀA, (n, n); not kept.</param>
    /// <param name="n">Columns of A.</param>
    /// <param name="alpha">α.</param>
    /// <param name="scales">The diagonal of D, or null for ones.</param>
    /// <param name="cancellation">Stops it.</param>
    public static RidgeCholesky? Of(ReadOnlySpan<double> gram, int n, double alpha, double[]? scales, CancellationToken cancellation)
    {
        // The lower triangle is all that is read.
        var (matrix, largest) = (new double[n * n], 0.0);
        for (var i = 0; i < n; i++)
        {
            var line = matrix.AsSpan(i * n, i + 1);
            gram.Slice(i * n, i + 1).CopyTo(line);
            line[i] += alpha;
            if (scales is not null)
            {
                TensorPrimitives.Multiply(line, scales[i], line);
                TensorPrimitives.Multiply(line, scales.AsSpan(0, i + 1), line);
            }

            largest = Math.Max(largest, line[i]);
        }

        try
        {
            Cholesky.Factor<double>(n, matrix, n, cancellation);
        }
        catch (LinearAlgebraException)
        {
            return null;
        }

        for (var i = 0; i < n; i++)
        {
            var pivot = matrix[(i * n) + i];
            if (!(pivot * pivot > LeastPivot * largest))
            {
                return null;
            }
        }

        return new(matrix, n);
    }

    /// <summary>The inverse times x, in place.</summary>
    /// <param name="x">(n,).</param>
    public void Solve(Span<double> x) => Cholesky.Solve<double>(_size, 1, _lower, _size, x, 1);

    /// <summary>A bound of the norm of the inverse.</summary>
    public double InverseNorm() => SymmetricNorm.OfInverse(_lower, _size);
}
