using System.Numerics;

namespace Kiln.Numerics;

/// <summary>The rank-revealing factorization A·P = Q·R: as <see cref="Qr"/>, with the columns of A in the order in which they add most to those before.</summary>
/// <remarks>
/// Each step takes the column that is farthest from the span of those taken (P. Businger and G. Golub, Numer. Math. 7, 1965), so that the diagonal of R
/// descends in size, and |R[i, i]|² is at least the sum of the squares below it in each later column. Where |R[i, i]| falls to the size of rounding the
/// rank ends, except for matrices made to deceive it (Kahan's); singular values decide those. Blocked, with the norms of the columns
/// reduced rather than computed anew. The same bits for any <see cref="WorkerTeam.ThreadCount"/>.
/// </remarks>
public static unsafe class PivotedQr
{
    /// <summary>Computes Q, R and the order of the columns.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A.</param>
    /// <param name="n">Columns of A.</param>
    /// <param name="a">A, (m, n).</param>
    /// <param name="lda">Elements from one row of A to the next.</param>
    /// <param name="q">On return the first <paramref name="columns"/> columns of Q, (m, columns).</param>
    /// <param name="ldq">Elements from one row of Q to the next.</param>
    /// <param name="columns">min(m, n) for the economic form, m for the full one.</param>
    /// <param name="r">On return R, (columns, n), with zeros below its diagonal.</param>
    /// <param name="ldr">Elements from one row of R to the next.</param>
    /// <param name="pivots">On return, for each column of Q·R, the column of A that it is; n of them.</param>
    /// <param name="tolerance">An |R[i, i]| up to this times |R[0, 0]| counts as zero; negative takes max(m, n) · ε, ε from 1 to the next number.</param>
    /// <returns>The rank of A within the tolerance.</returns>
    /// <exception cref="NonFiniteMatrixException">A holds NaN or infinity.</exception>
    /// <exception cref="ArgumentException">A span is too short for its shape, <paramref name="columns"/> is neither of the two, or the tolerance is NaN.</exception>
    public static int Decompose<T>(
        int m, int n, ReadOnlySpan<T> a, int lda, Span<T> q, int ldq, int columns, Span<T> r, int ldr, Span<int> pivots, double tolerance = -1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const string Op = "pivoted qr";
        MatrixChecks.Element<T>(Op);
        MatrixChecks.Matrix(Op, nameof(a), m, n, lda, a.Length);
        MatrixChecks.OrthonormalColumns(Op, m, n, columns);
        MatrixChecks.Matrix(Op, nameof(q), m, columns, ldq, q.Length);
        MatrixChecks.Matrix(Op, nameof(r), columns, n, ldr, r.Length);
        MatrixChecks.Vector(Op, nameof(pivots), n, pivots.Length);
        if (double.IsNaN(tolerance))
        {
            throw new ArgumentException($"{Op}: the tolerance is NaN; expected 0 or more, or a negative number for the default", nameof(tolerance));
        }

        tolerance = tolerance < 0 ? Math.Max(m, n) * 2 * double.CreateTruncating(Precision<T>.Epsilon) : tolerance;
        fixed (T* pa = a, pq = q, pr = r)
        {
            MatrixChecks.Finite(Op, nameof(a), pa, m, n, lda);
            return Decompose(m, n, pa, lda, pq, ldq, columns, pr, ldr, pivots[..n], tolerance);
        }
    }

    private static int Decompose<T>(
        int m, int n, T* a, nint lda, T* q, nint ldq, int columns, T* r, nint ldr, Span<int> pivots, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var k = Math.Min(m, n);
        var block = QrCore<T>.BlockSize(k);
        var ldw = QrCore<T>.Padded(m);
        using var work = Scratch.Rent<T>(n * ldw);
        using var room = Scratch.Rent<T>(k + QrCore<T>.FactorSize(k, block));
        var w = (T*)work.Pointer;
        var tau = (T*)room.Pointer;
        Transposition<T>.Turn(a, lda, m, n, w, ldw);
        PivotedQrCore<T>.Factor(m, n, w, ldw, tau, pivots);
        var rank = 0;
        while (rank < k && double.CreateTruncating(T.Abs(w[(rank * ldw) + rank])) > tolerance * double.CreateTruncating(T.Abs(w[0])))
        {
            rank++;
        }

        Transposition<T>.Fill(r, ldr, columns, n, T.Zero);
        for (var j = 0; j < n; j++)
        {
            for (var i = 0; i <= Math.Min(j, k - 1); i++)
            {
                r[(i * ldr) + j] = w[(j * ldw) + i];
            }
        }

        PivotedQrCore<T>.TakeReflectors(m, k, w, ldw, tau, block, tau + k);
        QrCore<T>.Form(m, k, w, ldw, block, tau + k, q, ldq, columns, CancellationToken.None);
        return rank;
    }
}
