using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>The largest sum of magnitudes of a row: of a symmetric matrix also its norm by columns, which no eigenvalue exceeds.</summary>
internal static class SymmetricNorm
{
    /// <summary>Of a matrix.</summary>
    /// <param name="matrix">(n, n), both triangles.</param>
    /// <param name="n">Its rows.</param>
    public static double Of(ReadOnlySpan<double> matrix, int n)
    {
        var norm = 0.0;
        for (var i = 0; i < n; i++)
        {
            norm = Math.Max(norm, TensorPrimitives.SumOfMagnitudes(matrix.Slice(i * n, n)));
        }

        return norm;
    }

    /// <summary>Of the inverse of a matrix. It costs no more than the matrix itself did where that is a sum over more samples than it has rows, and is no estimate.</summary>
    /// <param name="lower">The matrix's Cholesky factor, (n, n).</param>
    /// <param name="n">Its rows.</param>
    public static double OfInverse(ReadOnlySpan<double> lower, int n)
    {
        var inverse = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            inverse[(i * n) + i] = 1;
        }

        Cholesky.Solve(n, n, lower, n, inverse.AsSpan(), n);
        return Of(inverse, n);
    }
}
