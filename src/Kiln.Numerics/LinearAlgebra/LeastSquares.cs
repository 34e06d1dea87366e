using System.Numerics;

namespace Kiln.Numerics;

/// <summary>Least squares: the x of smallest norm among those that make ‖A·x − b‖ smallest, for A of any shape and rank.</summary>
/// <remarks>
/// A QR factorization of A (or of Aᵀ when A is wide) gives the answer where an estimate of R's condition leaves no doubt about the rank; otherwise the singular
/// values of R decide. So the common case costs a third of a singular value decomposition, and a rank-deficient one is still right.
/// </remarks>
public static unsafe class LeastSquares
{
    private const string Op = "least squares";

    /// <summary>Solves for each column of B.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A and B.</param>
    /// <param name="n">Columns of A, rows of X.</param>
    /// <param name="rightSides">Columns of B and X.</param>
    /// <param name="a">A, (m, n).</param>
    /// <param name="lda">Elements from one row of A to the next.</param>
    /// <param name="b">B, (m, rightSides).</param>
    /// <param name="ldb">Elements from one row of B to the next.</param>
    /// <param name="x">On return X, (n, rightSides).</param>
    /// <param name="ldx">Elements from one row of X to the next.</param>
    /// <param name="tolerance">Singular values up to this times the largest count as zero; negative takes max(m, n) · ε, ε from 1 to the next number.</param>
    /// <param name="cancellation">Stops it, between blocks of columns and between merges; what was computed so far is lost.</param>
    /// <returns>The rank of A.</returns>
    /// <exception cref="NonFiniteMatrixException">A or B holds NaN or infinity.</exception>
    /// <exception cref="ArgumentException">A span is too short for its shape, or the tolerance is NaN.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static int Solve<T>(
        int m, int n, int rightSides, ReadOnlySpan<T> a, int lda, ReadOnlySpan<T> b, int ldb, Span<T> x, int ldx, double tolerance = -1, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixChecks.Element<T>(Op);
        MatrixChecks.Matrix(Op, nameof(a), m, n, lda, a.Length);
        MatrixChecks.Matrix(Op, nameof(b), m, rightSides, ldb, b.Length);
        MatrixChecks.Matrix(Op, nameof(x), n, rightSides, ldx, x.Length);
        if (double.IsNaN(tolerance))
        {
            throw new ArgumentException($"{Op}: the tolerance is NaN; expected 0 or more, or a negative number for the default", nameof(tolerance));
        }

        tolerance = tolerance < 0 ? Math.Max(m, n) * 2 * double.CreateTruncating(Precision<T>.Epsilon) : tolerance;
        fixed (T* pa = a, pb = b, px = x)
        {
            MatrixChecks.Finite(Op, nameof(a), pa, m, n, lda);
            MatrixChecks.Finite(Op, nameof(b), pb, m, rightSides, ldb);
            if (Math.Min(m, n) == 0)
            {
                Transposition<T>.Fill(px, ldx, n, rightSides, T.Zero);
                return 0;
            }

            return LeastSquaresCore<T>.Solve(m, n, rightSides, pa, lda, pb, ldb, px, ldx, tolerance, cancellation);
        }
    }

    /// <summary>The pseudo-inverse A⁺ (Moore and Penrose), by singular values.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A.</param>
    /// <param name="n">Columns of A.</param>
    /// <param name="a">A, (m, n).</param>
    /// <param name="lda">Elements from one row of A to the next.</param>
    /// <param name="inverse">On return A⁺, (n, m).</param>
    /// <param name="ldi">Elements from one row of A⁺ to the next.</param>
    /// <param name="tolerance">As in <see cref="Solve"/>.</param>
    /// <returns>The rank of A.</returns>
    /// <exception cref="NonFiniteMatrixException">A holds NaN or infinity.</exception>
    /// <exception cref="ArgumentException">A span is too short for its shape, or the tolerance is NaN.</exception>
    public static int PseudoInverse<T>(int m, int n, ReadOnlySpan<T> a, int lda, Span<T> inverse, int ldi, double tolerance = -1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var room = Scratch.Rent<T>((nint)m * m);
        var identity = new Span<T>(room.Pointer, checked(m * m));
        identity.Clear();
        for (var i = 0; i < m; i++)
        {
            identity[(i * m) + i] = T.One;
        }

        return Solve(m, n, m, a, lda, identity, Math.Max(1, m), inverse, ldi, tolerance);
    }
}
