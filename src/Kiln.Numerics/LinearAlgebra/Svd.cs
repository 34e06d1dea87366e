using System.Numerics;

namespace Kiln.Numerics;

/// <summary>The singular value decomposition A = U·diag(σ)·Vᵀ.</summary>
/// <remarks>
/// Householder reduction to bidiagonal form (after a QR factorization when A is tall), then divide and conquer (QR iteration for the values
/// alone), then the reflectors applied to the vectors. ‖A − UΣVᵀ‖ and the vectors' orthogonality are a small multiple of n roundings for
/// any matrix. The same bits for any <see cref="WorkerTeam.ThreadCount"/>. The sign of a pair of vectors is arbitrary.
/// </remarks>
public static unsafe class Svd
{
    private const string Op = "svd";

    /// <summary>Computes values and vectors.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A.</param>
    /// <param name="n">Columns of A.</param>
    /// <param name="a">A, (m, n).</param>
    /// <param name="lda">Elements from one row of A to the next.</param>
    /// <param name="values">On return the min(m, n) singular values, descending.</param>
    /// <param name="u">On return the left vectors as columns: (m, min(m, n)), or (m, m) in the full form.</param>
    /// <param name="ldu">Elements from one row of U to the next.</param>
    /// <param name="vt">On return the right vectors as rows: (min(m, n), n), or (n, n) in the full form.</param>
    /// <param name="ldvt">Elements from one row of Vᵀ to the next.</param>
    /// <param name="full">Whether U and V are square, filled up with any orthonormal vectors.</param>
    /// <param name="cancellation">Stops it, between blocks of columns and between merges; what was computed so far is lost.</param>
    /// <exception cref="NonFiniteMatrixException">A holds NaN or infinity.</exception>
    /// <exception cref="ArgumentException">A span is too short for its shape.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Decompose<T>(
        int m, int n, ReadOnlySpan<T> a, int lda, Span<T> values, Span<T> u, int ldu, Span<T> vt, int ldvt, bool full = false, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var k = Math.Min(m, n);
        var (columns, rows) = full ? (m, n) : (k, k);
        Check(m, n, a, lda, values);
        MatrixChecks.Matrix(Op, nameof(u), m, columns, ldu, u.Length);
        MatrixChecks.Matrix(Op, nameof(vt), rows, n, ldvt, vt.Length);
        fixed (T* pa = a, ps = values, pu = u, pv = vt)
        {
            if (k == 0)
            {
                Empty(pu, ldu, columns);
                Empty(pv, ldvt, rows);
                return;
            }

            SvdCore<T>.Decompose(m, n, pa, lda, ps, pu, ldu, columns, pv, ldvt, rows, cancellation);
        }
    }

    /// <summary>Computes the singular values alone.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="m">Rows of A.</param>
    /// <param name="n">Columns of A.</param>
    /// <param name="a">A, (m, n).</param>
    /// <param name="lda">Elements from one row of A to the next.</param>
    /// <param name="values">On return the min(m, n) singular values, descending.</param>
    /// <param name="cancellation">Stops it, between blocks of columns and between merges; what was computed so far is lost.</param>
    /// <exception cref="NonFiniteMatrixException">A holds NaN or infinity.</exception>
    /// <exception cref="ArgumentException">A span is too short for its shape.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Values<T>(int m, int n, ReadOnlySpan<T> a, int lda, Span<T> values, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(m, n, a, lda, values);
        fixed (T* pa = a, ps = values)
        {
            if (Math.Min(m, n) > 0)
            {
                SvdCore<T>.Decompose(m, n, pa, lda, ps, null, 0, 0, null, 0, 0, cancellation);
            }
        }
    }

    private static void Check<T>(int m, int n, ReadOnlySpan<T> a, int lda, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixChecks.Element<T>(Op);
        MatrixChecks.Matrix(Op, nameof(a), m, n, lda, a.Length);
        MatrixChecks.Vector(Op, nameof(values), Math.Min(m, n), values.Length);
        fixed (T* pa = a)
        {
            MatrixChecks.Finite(Op, nameof(a), pa, m, n, lda);
        }
    }

    // The full form of a matrix without rows or columns: any orthogonal matrix will do.
    private static void Empty<T>(T* vectors, int stride, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                vectors[((nint)i * stride) + j] = i == j ? T.One : T.Zero;
            }
        }
    }
}
