using System.Numerics;

namespace Kiln.Numerics;

/// <summary>The stages of the symmetric eigenproblem, one after another.</summary>
internal static unsafe class SymmetricEigenCore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Reflectors that are applied together.
    private const int Block = 64;

    /// <summary>Computes eigenvalues, and eigenvectors as columns unless <paramref name="vectors"/> is null.</summary>
    public static void Decompose(int n, T* a, nint lda, T* values, T* vectors, nint ldv, CancellationToken cancellation)
    {
        if (n == 0)
        {
            return;
        }

        var stride = QrCore<T>.Padded(n);
        using var work = Scratch.Rent<T>(n * stride);
        using var room = Scratch.Rent<T>(2 * (nint)n);
        var reduced = (T*)work.Pointer;
        var e = (T*)room.Pointer;
        var tau = e + n;

        // The lower triangle's columns become the rows of the upper one.
        Transposition<T>.TurnLower(a, lda, n, reduced, stride);
        var exponent = MatrixScale<T>.UpperTriangle(n, reduced, stride);
        Tridiagonalization<T>.Reduce(n, reduced, stride, values, e, tau, cancellation);
        if (vectors == null)
        {
            TridiagonalQl<T>.Solve(n, values, e, null, 0, 0);
            MatrixScale<T>.Multiply(values, n, exponent);
            return;
        }

        Vectors(n, values, e, vectors, ldv, cancellation);
        Back(n, reduced, stride, tau, vectors, ldv, cancellation);
        MatrixScale<T>.Multiply(values, n, exponent);
    }

    /// <summary>Eigenvectors of the tridiagonal matrix as columns, in ascending order of the eigenvalues.</summary>
    private static void Vectors(int n, T* d, T* e, T* vectors, nint ldv, CancellationToken cancellation)
    {
        using var numbers = Scratch.Rent<int>(n);
        var stride = QrCore<T>.Padded(n);
        using var rows = Scratch.Rent<T>((n * stride) + n);
        var order = (int*)numbers.Pointer;
        var q = (T*)rows.Pointer;
        var sorted = q + (n * stride);
        TridiagonalDivideAndConquer<T>.Solve(n, d, e, q, stride, order, cancellation);
        for (var i = 0; i < n; i++)
        {
            sorted[i] = d[order[i]];
        }

        new ReadOnlySpan<T>(sorted, n).CopyTo(new Span<T>(d, n));
        Transposition<T>.TurnRows(q, stride, order, n, n, vectors, ldv);
    }

    /// <summary>V = H₀·H₁·…·V, the last block of reflectors first.</summary>
    private static void Back(int n, T* reduced, nint stride, T* tau, T* vectors, nint ldv, CancellationToken cancellation)
    {
        var block = n >= 1024 ? 2 * Block : Block;
        var count = n - 1;
        using var room = Scratch.Rent<T>((block * stride) + (block * block));
        var v = (T*)room.Pointer;
        var t = v + (block * stride);
        for (var p = ((count + block - 1) / block) - 1; p >= 0; p--)
        {
            cancellation.ThrowIfCancellationRequested();
            var first = p * block;
            var width = Math.Min(block, count - first);
            var length = n - first - 1;
            for (var i = 0; i < width; i++)
            {
                // Reflector first + i begins at column first + i + 1.
                var row = v + (i * stride);
                new Span<T>(row, i).Clear();
                new ReadOnlySpan<T>(reduced + ((first + i) * stride) + first + i + 1, length - i).CopyTo(new Span<T>(row + i, length - i));
            }

            ReflectorPanel<T>.FormFactor(v, stride, length, width, tau + first, t, block);
            QrCore<T>.ApplyLeft(v, stride, length, width, t, block, transpose: false, vectors + ((first + 1) * ldv), ldv, n);
        }
    }
}
