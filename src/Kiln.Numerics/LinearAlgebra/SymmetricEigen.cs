using System.Numerics;

namespace Kiln.Numerics;

/// <summary>Eigenvalues and eigenvectors of a symmetric matrix, A = V·diag(λ)·Vᵀ.</summary>
/// <remarks>
/// Householder reduction to tridiagonal form, then divide and conquer (or QL iteration for eigenvalues alone and for small matrices), then the
/// reflectors applied to the vectors: ‖A − VΛVᵀ‖ and ‖VᵀV − I‖ are a small multiple of n roundings for any matrix, also with eigenvalues that
/// agree. The same bits for any <see cref="WorkerTeam.ThreadCount"/>. The sign of an eigenvector is arbitrary.
/// </remarks>
public static unsafe class SymmetricEigen
{
    private const string Op = "symmetric eigen";

    /// <summary>Computes eigenvalues and eigenvectors.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="n">Rows and columns.</param>
    /// <param name="a">A, (n, n); only its lower triangle is read.</param>
    /// <param name="lda">Elements from one row of A to the next.</param>
    /// <param name="values">On return the n eigenvalues in ascending order.</param>
    /// <param name="vectors">On return the eigenvectors as columns, (n, n), in the order of the eigenvalues.</param>
    /// <param name="ldv">Elements from one row of the eigenvectors to the next.</param>
    /// <param name="cancellation">Stops it, between blocks of columns and between merges; what was computed so far is lost.</param>
    /// <exception cref="NonFiniteMatrixException">The lower triangle holds NaN or infinity.</exception>
    /// <exception cref="ArgumentException">A span is too short for its shape.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Decompose<T>(int n, ReadOnlySpan<T> a, int lda, Span<T> values, Span<T> vectors, int ldv, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(n, a, lda, values);
        MatrixChecks.Matrix(Op, nameof(vectors), n, n, ldv, vectors.Length);
        fixed (T* pa = a, pd = values, pv = vectors)
        {
            SymmetricEigenCore<T>.Decompose(n, pa, lda, pd, pv, ldv, cancellation);
        }
    }

    /// <summary>Computes the eigenvalues alone.</summary>
    /// <inheritdoc cref="Decompose"/>
    public static void Values<T>(int n, ReadOnlySpan<T> a, int lda, Span<T> values, CancellationToken cancellation = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(n, a, lda, values);
        fixed (T* pa = a, pd = values)
        {
            SymmetricEigenCore<T>.Decompose(n, pa, lda, pd, null, 0, cancellation);
        }
    }

    private static void Check<T>(int n, ReadOnlySpan<T> a, int lda, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        MatrixChecks.Element<T>(Op);
        MatrixChecks.Matrix(Op, nameof(a), n, n, lda, a.Length);
        MatrixChecks.Vector(Op, nameof(values), n, values.Length);
        fixed (T* pa = a)
        {
            for (var i = 0; i < n; i++)
            {
                MatrixChecks.FiniteRow(Op, nameof(a), pa + ((nint)i * lda), i, i + 1);
            }
        }
    }
}
