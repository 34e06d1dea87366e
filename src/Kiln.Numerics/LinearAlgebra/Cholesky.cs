using System.Numerics;

namespace Kiln.Numerics;

/// <summary>The Cholesky factorization A = L·Lᵀ of a symmetric positive definite matrix, and what follows from it.</summary>
/// <remarks>
/// By halves, with the triangular solve and the symmetric update as matrix products: n³/3 multiply-adds at their speed. The same bits for
/// any <see cref="WorkerTeam.ThreadCount"/>.
/// </remarks>
public static unsafe class Cholesky
{
    /// <summary>Factors A = L·Lᵀ in place. Only the lower triangle of A is read; the upper one is set to zero.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="n">Rows and columns.</param>
    /// <param name="a">A, (n, n); on return L. When it throws, the contents are lost.</param>
    /// <param name="lda">Elements from one row to the next.</param>
    /// <param name="cancellation">Stops it, between blocks; the contents are lost then.</param>
    /// <exception cref="NotPositiveDefiniteException">A pivot is not positive.</exception>
    /// <exception cref="NonFiniteMatrixException">The lower triangle holds NaN or infinity.</exception>
    /// <exception cref="ArgumentException">The span is too short for the shape.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Factor<T>(int n, Span<T> a, int lda, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const string Op = "cholesky";
        MatrixChecks.Element<T>(Op);
        MatrixChecks.Matrix(Op, nameof(a), n, n, lda, a.Length);
        fixed (T* pa = a)
        {
            for (var i = 0; i < n; i++)
            {
                MatrixChecks.FiniteRow(Op, nameof(a), pa + ((nint)i * lda), i, i + 1);
            }

            var pivot = CholeskyCore<T>.Factor(n, pa, lda, cancellation);
            if (pivot >= 0)
            {
                throw new NotPositiveDefiniteException(Op, n, pivot, double.CreateTruncating(pa[((nint)pivot * lda) + pivot]));
            }

            for (var i = 0; i < n - 1; i++)
            {
                new Span<T>(pa + ((nint)i * lda) + i + 1, n - 1 - i).Clear();
            }
        }
    }

    /// <summary>Solves A·X = B in place, given L of A = L·Lᵀ.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="n">Rows and columns of L.</param>
    /// <param name="rightSides">Columns of B.</param>
    /// <param name="factor">L, (n, n); only its lower triangle is read.</param>
    /// <param name="ldf">Elements from one row of L to the next.</param>
    /// <param name="b">B, (n, rightSides); on return X.</param>
    /// <param name="ldb">Elements from one row of B to the next.</param>
    /// <exception cref="ArgumentException">A span is too short for its shape.</exception>
    public static void Solve<T>(int n, int rightSides, ReadOnlySpan<T> factor, int ldf, Span<T> b, int ldb)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const string Op = "cholesky solve";
        MatrixChecks.Element<T>(Op);
        MatrixChecks.Matrix(Op, nameof(factor), n, n, ldf, factor.Length);
        MatrixChecks.Matrix(Op, nameof(b), n, rightSides, ldb, b.Length);
        fixed (T* pf = factor, pb = b)
        {
            var lower = new Triangle<T>((nint)pf, ldf, 1, Lower: true, Unit: false);
            TriangularSolver<T>.Left(lower, n, pb, ldb, rightSides);
            TriangularSolver<T>.Left(lower.Transposed, n, pb, ldb, rightSides);
        }
    }
}
