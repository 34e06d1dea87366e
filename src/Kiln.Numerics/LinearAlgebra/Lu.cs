using System.Numerics;

namespace Kiln.Numerics;

/// <summary>The factorization P·A = L·U of a square matrix with partial pivoting: solutions, inverse and determinant follow from it.</summary>
/// <remarks>
/// By halves of the columns (S. Toledo, "Locality of reference in LU decomposition with partial pivoting", SIAM J. Matrix Anal. Appl.
/// 18(4), 1997), with the triangular solve and the update as matrix products. The same bits for any <see cref="WorkerTeam.ThreadCount"/>.
/// </remarks>
public static unsafe class Lu
{
    /// <summary>Factors P·A = L·U in place.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="n">Rows and columns.</param>
    /// <param name="a">A, (n, n); on return U, and below its diagonal L without its diagonal of ones.</param>
    /// <param name="lda">Elements from one row to the next.</param>
    /// <param name="pivots">On return for each step i the row, i or below, that row i was exchanged with.</param>
    /// <param name="op">The name that messages begin with.</param>
    /// <returns>−1, or the first column in which no nonzero pivot was found: the matrix is singular then, and the factors hold all the same.</returns>
    /// <exception cref="NonFiniteMatrixException">A holds NaN or infinity.</exception>
    /// <exception cref="ArgumentException">A span is too short for its shape.</exception>
    public static int Factor<T>(int n, Span<T> a, int lda, Span<int> pivots, string op = "lu")
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixChecks.Element<T>(op);
        MatrixChecks.Matrix(op, nameof(a), n, n, lda, a.Length);
        MatrixChecks.Vector(op, nameof(pivots), n, pivots.Length);
        fixed (T* pa = a)
        fixed (int* pp = pivots)
        {
            MatrixChecks.Finite(op, nameof(a), pa, n, n, lda);
            return LuCore<T>.Factor(n, n, pa, lda, pp);
        }
    }

    /// <summary>Solves A·X = B, or Aᵀ·X = B, in place, given the factors of A.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="n">Rows and columns of A.</param>
    /// <param name="rightSides">Columns of B.</param>
    /// <param name="factors">What <see cref="Factor"/> left.</param>
    /// <param name="ldf">Elements from one row of the factors to the next.</param>
    /// <param name="pivots">The exchanges.</param>
    /// <param name="b">B, (n, rightSides); on return X.</param>
    /// <param name="ldb">Elements from one row of B to the next.</param>
    /// <param name="transpose">Whether to solve with Aᵀ.</param>
    /// <exception cref="SingularMatrixException">A pivot is zero.</exception>
    /// <exception cref="ArgumentException">A span is too short for its shape.</exception>
    public static void Solve<T>(
        int n, int rightSides, ReadOnlySpan<T> factors, int ldf, ReadOnlySpan<int> pivots, Span<T> b, int ldb, bool transpose = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Solve("solve", n, rightSides, factors, ldf, pivots, b, ldb, transpose);

    private static void Solve<T>(
        string op, int n, int rightSides, ReadOnlySpan<T> factors, int ldf, ReadOnlySpan<int> pivots, Span<T> b, int ldb, bool transpose)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixChecks.Element<T>(op);
        MatrixChecks.Matrix(op, nameof(factors), n, n, ldf, factors.Length);
        MatrixChecks.Matrix(op, nameof(b), n, rightSides, ldb, b.Length);
        MatrixChecks.Vector(op, nameof(pivots), n, pivots.Length);
        fixed (T* pf = factors, pb = b)
        fixed (int* pp = pivots)
        {
            for (var i = 0; i < n; i++)
            {
                if (pf[(i * (nint)ldf) + i] == T.Zero)
                {
                    throw new SingularMatrixException(op, n, i);
                }
            }

            LuCore<T>.Solve(n, rightSides, pf, ldf, pp, pb, ldb, transpose);
        }
    }

    /// <summary>The inverse, given the factors of A.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="n">Rows and columns.</param>
    /// <param name="factors">What <see cref="Factor"/> left.</param>
    /// <param name="ldf">Elements from one row of the factors to the next.</param>
    /// <param name="pivots">The exchanges.</param>
    /// <param name="inverse">On return A⁻¹, (n, n).</param>
    /// <param name="ldi">Elements from one row of the inverse to the next.</param>
    /// <exception cref="SingularMatrixException">A pivot is zero.</exception>
    /// <exception cref="ArgumentException">A span is too short for its shape.</exception>
    public static void Inverse<T>(int n, ReadOnlySpan<T> factors, int ldf, ReadOnlySpan<int> pivots, Span<T> inverse, int ldi)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const string Op = "inverse";
        MatrixChecks.Matrix(Op, nameof(inverse), n, n, ldi, inverse.Length);
        fixed (T* pi = inverse)
        {
            Transposition<T>.Fill(pi, ldi, n, n, T.Zero);
            for (var i = 0; i < n; i++)
            {
                pi[(i * (nint)ldi) + i] = T.One;
            }
        }

        Solve(Op, n, n, factors, ldf, pivots, inverse, ldi, transpose: false);
    }

    /// <summary>The determinant as a sign and the logarithm of its absolute value, which does not overflow where the determinant would.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="n">Rows and columns.</param>
    /// <param name="factors">What <see cref="Factor"/> left.</param>
    /// <param name="ldf">Elements from one row of the factors to the next.</param>
    /// <param name="pivots">The exchanges.</param>
    /// <returns>−1, 0 or 1, and log|det A|, −∞ for a singular matrix.</returns>
    /// <exception cref="ArgumentException">A span is too short for its shape.</exception>
    public static (int Sign, double LogAbsolute) LogDeterminant<T>(int n, ReadOnlySpan<T> factors, int ldf, ReadOnlySpan<int> pivots)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const string Op = "log determinant";
        MatrixChecks.Element<T>(Op);
        MatrixChecks.Matrix(Op, nameof(factors), n, n, ldf, factors.Length);
        MatrixChecks.Vector(Op, nameof(pivots), n, pivots.Length);
        var sign = 1;
        var logarithm = 0.0;
        for (var i = 0; i < n; i++)
        {
            var pivot = double.CreateTruncating(factors[checked((i * ldf) + i)]);
            sign = pivot == 0 ? 0 : sign * (pivot < 0 ? -1 : 1) * (pivots[i] == i ? 1 : -1);
            logarithm += Math.Log(Math.Abs(pivot));
        }

        return (sign, logarithm);
    }
}
