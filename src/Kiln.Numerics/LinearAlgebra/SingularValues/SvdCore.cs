using System.Numerics;

namespace Kiln.Numerics;

/// <summary>The stages of the singular value decomposition, one after another.</summary>
internal static unsafe class SvdCore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Block = 64;

    /// <summary>
    /// Decomposes A: k = min(m, n) values descending, <paramref name="uColumns"/> columns of U and <paramref name="vRows"/> rows of Vᵀ, both
    /// pointers null for the values alone.
    /// </summary>
    public static void Decompose(
        int m, int n, T* a, nint lda, T* values, T* u, nint ldu, int uColumns, T* vt, nint ldvt, int vRows, CancellationToken cancellation)
    {
        if (m < n)
        {
            Wide(m, n, a, lda, values, u, ldu, uColumns, vt, ldvt, vRows, cancellation);
            return;
        }

        var stride = QrCore<T>.Padded(n);
        using var work = Scratch.Rent<T>(m * stride);
        var copy = (T*)work.Pointer;
        Transposition<T>.Copy(a, lda, m, n, copy, stride);
        var exponent = MatrixScale<T>.Matrix(m, n, copy, stride);

        // With many more rows than columns a factorization first leaves only a square to reduce.
        if (m >= n + (n / 2) + 8)
        {
            Tall(m, n, copy, stride, values, u, ldu, uColumns, vt, ldvt, cancellation);
        }
        else
        {
            Reduced(m, n, copy, stride, values, u, ldu, uColumns, vt, ldvt, cancellation);
        }

        MatrixScale<T>.Multiply(values, n, exponent);
    }

    // Aᵀ = V·Σ·Uᵀ.
    private static void Wide(
        int m, int n, T* a, nint lda, T* values, T* u, nint ldu, int uColumns, T* vt, nint ldvt, int vRows, CancellationToken cancellation)
    {
        using var turned = Scratch.Rent<T>((nint)m * n);
        var t = (T*)turned.Pointer;
        Transposition<T>.Turn(a, lda, m, n, t, m);
        if (u == null)
        {
            Decompose(n, m, t, m, values, null, 0, 0, null, 0, 0, cancellation);
            return;
        }

        using var left = Scratch.Rent<T>((nint)n * vRows);
        using var right = Scratch.Rent<T>((nint)m * m);
        Decompose(n, m, t, m, values, (T*)left.Pointer, vRows, vRows, (T*)right.Pointer, m, m, cancellation);
        Transposition<T>.Turn((T*)left.Pointer, vRows, n, vRows, vt, ldvt);
        Transposition<T>.Turn((T*)right.Pointer, m, m, m, u, ldu);
    }

    private static void Tall(int m, int n, T* a, nint lda, T* values, T* u, nint ldu, int uColumns, T* vt, nint ldvt, CancellationToken cancellation)
    {
        var block = QrCore<T>.BlockSize(n);
        using var factors = Scratch.Rent<T>(QrCore<T>.FactorSize(n, block));
        using var room = Scratch.Rent<T>(n * lda);
        var r = (T*)room.Pointer;
        QrCore<T>.Factor(m, n, a, lda, block, (T*)factors.Pointer, cancellation);
        for (var i = 0; i < n; i++)
        {
            new Span<T>(r + (i * lda), i).Clear();
            new ReadOnlySpan<T>(a + (i * lda) + i, n - i).CopyTo(new Span<T>(r + (i * lda) + i, n - i));
        }

        Reduced(n, n, r, lda, values, u, ldu, n, vt, ldvt, cancellation);
        if (u != null)
        {
            // U = Q·(U_R beside the identity of what the full form adds).
            Transposition<T>.Fill(u + (n * ldu), ldu, m - n, uColumns, T.Zero);
            if (uColumns > n)
            {
                Transposition<T>.Fill(u + n, ldu, n, uColumns - n, T.Zero);
                Ones(u, ldu, n, uColumns);
            }

            QrCore<T>.Apply(m, n, a, lda, block, (T*)factors.Pointer, false, u, ldu, uColumns, cancellation);
        }
    }

    private static void Reduced(int m, int n, T* a, nint lda, T* values, T* u, nint ldu, int uColumns, T* vt, nint ldvt, CancellationToken cancellation)
    {
        var ldl = QrCore<T>.Padded(m);
        using var reflectors = Scratch.Rent<T>(n * ldl);
        using var room = Scratch.Rent<T>(3 * (nint)n);
        var left = (T*)reflectors.Pointer;
        var e = (T*)room.Pointer;
        var tauLeft = e + n;
        var tauRight = tauLeft + n;
        Bidiagonalization<T>.Reduce(m, n, a, lda, left, ldl, values, e, tauLeft, tauRight, cancellation);
        if (u == null)
        {
            BidiagonalQr<T>.Solve(n, values, e, null, 0, 0, null, 0, 0);
            return;
        }

        Vectors(n, values, e, u, ldu, vt, ldvt, cancellation);
        if (m > n || uColumns > n)
        {
            Transposition<T>.Fill(u + (n * ldu), ldu, m - n, uColumns, T.Zero);
            Transposition<T>.Fill(u + n, ldu, n, uColumns - n, T.Zero);
            Ones(u, ldu, n, uColumns);
        }

        BackLeft(m, n, left, ldl, tauLeft, u, ldu, uColumns, cancellation);
        BackRight(n, a, lda, tauRight, vt, ldvt, cancellation);
    }

    /// <summary>Singular vectors of the bidiagonal matrix, U's as columns and V's as rows, values descending.</summary>
    private static void Vectors(int n, T* d, T* e, T* u, nint ldu, T* vt, nint ldvt, CancellationToken cancellation)
    {
        using var numbers = Scratch.Rent<int>(n);
        var stride = QrCore<T>.Padded(n);
        using var room = Scratch.Rent<T>((n * stride) + n);
        using var more = Scratch.Rent<T>(n * stride);
        var order = (int*)numbers.Pointer;
        var left = (T*)room.Pointer;
        var sorted = left + (n * stride);
        var right = (T*)more.Pointer;
        BidiagonalDivideAndConquer<T>.Solve(n, d, e, left, stride, right, stride, order, cancellation);
        new Span<int>(order, n).Reverse();
        for (var i = 0; i < n; i++)
        {
            sorted[i] = d[order[i]];
            Transposition<T>.Copy(right + (order[i] * stride), 0, 1, n, vt + (i * ldvt), 0);
        }

        new ReadOnlySpan<T>(sorted, n).CopyTo(new Span<T>(d, n));
        Transposition<T>.TurnRows(left, stride, order, n, n, u, ldu);
    }

    private static void BackLeft(int m, int n, T* left, nint ldl, T* tau, T* u, nint ldu, int columns, CancellationToken cancellation)
    {
        var block = n >= 1024 ? 2 * Block : Block;
        using var room = Scratch.Rent<T>((nint)block * block);
        var t = (T*)room.Pointer;
        for (var p = ((n + block - 1) / block) - 1; p >= 0; p--)
        {
            cancellation.ThrowIfCancellationRequested();
            var first = p * block;
            var width = Math.Min(block, n - first);
            var v = left + (first * ldl) + first;
            ReflectorPanel<T>.FormFactor(v, ldl, m - first, width, tau + first, t, block);
            QrCore<T>.ApplyLeft(v, ldl, m - first, width, t, block, false, u + (first * ldu), ldu, columns);
        }
    }

    private static void BackRight(int n, T* a, nint lda, T* tau, T* vt, nint ldvt, CancellationToken cancellation)
    {
        var block = n >= 1024 ? 2 * Block : Block;
        var count = n - 1;
        using var room = Scratch.Rent<T>((block * lda) + ((nint)block * block));
        var v = (T*)room.Pointer;
        var t = v + (block * lda);
        for (var p = ((count + block - 1) / block) - 1; p >= 0; p--)
        {
            cancellation.ThrowIfCancellationRequested();
            var first = p * block;
            var width = Math.Min(block, count - first);
            var length = n - first - 1;
            for (var i = 0; i < width; i++)
            {
                var row = v + (i * lda);
                new Span<T>(row, i).Clear();
                new ReadOnlySpan<T>(a + ((first + i) * lda) + first + i + 1, length - i).CopyTo(new Span<T>(row + i, length - i));
            }

            ReflectorPanel<T>.FormFactor(v, lda, length, width, tau + first, t, block);
            ApplyRight(v, lda, length, width, t, block, vt + first + 1, ldvt, n);
        }
    }

    /// <summary>C = C·(I − Vᵀ·T·V)ᵀ.</summary>
    private static void ApplyRight(T* v, nint ldv, int length, int width, T* t, nint ldt, T* c, nint ldc, int rows)
    {
        using var room = Scratch.Rent<T>(2 * (nint)rows * width);
        var w = (T*)room.Pointer;
        var wt = w + ((nint)rows * width);
        Gemm<T>.Multiply(rows, width, length, c, ldc, false, v, ldv, true, w, width, accumulate: false);
        Gemm<T>.Multiply(rows, width, width, w, width, false, t, ldt, true, wt, width, accumulate: false);
        Gemm<T>.Subtract(rows, length, width, wt, width, false, v, ldv, false, c, ldc);
    }

    private static void Ones(T* a, nint stride, int from, int columns)
    {
        for (var i = from; i < columns; i++)
        {
            a[(i * stride) + i] = T.One;
        }
    }
}
