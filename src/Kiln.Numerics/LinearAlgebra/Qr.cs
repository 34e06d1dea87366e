using System.Numerics;

namespace Kiln.Numerics;

/// <summary>The factorization A = Q·R into a matrix with orthonormal columns and an upper triangular one.</summary>
/// <remarks>
/// Blocked Householder reflectors (Golub and Van Loan, Matrix Computations, 4th ed., section 5.2): backward stable for any matrix. The
/// diagonal of R may be negative. The same bits for any <see cref="WorkerTeam.ThreadCount"/>.
/// </remarks>
public static unsafe class Qr
{
    /// <summary>Computes Q and R.</summary>
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
    /// <param name="cancellation">Stops it, between blocks of columns; what was computed so far is lost.</param>
    /// <exception cref="NonFiniteMatrixException">A holds NaN or infinity.</exception>
    /// <exception cref="ArgumentException">A span is too short for its shape, or <paramref name="columns"/> is neither of the two.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Decompose<T>(
        int m, int n, ReadOnlySpan<T> a, int lda, Span<T> q, int ldq, int columns, Span<T> r, int ldr, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const string Op = "qr";
        MatrixChecks.Element<T>(Op);
        MatrixChecks.Matrix(Op, nameof(a), m, n, lda, a.Length);
        MatrixChecks.OrthonormalColumns(Op, m, n, columns);
        MatrixChecks.Matrix(Op, nameof(q), m, columns, ldq, q.Length);
        MatrixChecks.Matrix(Op, nameof(r), columns, n, ldr, r.Length);
        var k = Math.Min(m, n);
        var block = QrCore<T>.BlockSize(k);
        fixed (T* pa = a, pq = q, pr = r)
        {
            MatrixChecks.Finite(Op, nameof(a), pa, m, n, lda);
            var ldw = QrCore<T>.Padded(n);
            using var work = Scratch.Rent<T>(m * ldw);
            using var factors = Scratch.Rent<T>(QrCore<T>.FactorSize(k, block));
            var w = (T*)work.Pointer;
            Transposition<T>.Copy(pa, lda, m, n, w, ldw);
            QrCore<T>.Factor(m, n, w, ldw, block, (T*)factors.Pointer, cancellation);
            TakeUpper(w, ldw, k, n, columns, pr, ldr);
            var ldv = QrCore<T>.Padded(m);
            using var reflectors = Scratch.Rent<T>(k * ldv);
            QrCore<T>.ExtractAll(m, k, w, ldw, block, (T*)reflectors.Pointer, ldv);
            QrCore<T>.Form(m, k, (T*)reflectors.Pointer, ldv, block, (T*)factors.Pointer, pq, ldq, columns, cancellation);
        }
    }

    private static void TakeUpper<T>(T* w, nint ldw, int k, int n, int rows, T* r, nint ldr)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < rows; i++)
        {
            var row = new Span<T>(r + (i * ldr), n);
            if (i >= k)
            {
                row.Clear();
                continue;
            }

            row[..i].Clear();
            new ReadOnlySpan<T>(w + (i * ldw) + i, n - i).CopyTo(row[i..]);
        }
    }
}
