using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// The blocked Householder factorization A = Q·R of a row-major matrix. A panel of columns is turned, so that its columns are contiguous,
/// factored, and applied to the columns on its right by two large matrix products.
/// </summary>
internal static unsafe class QrCore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Columns of a panel.</summary>
    public static int BlockSize(int n) => n >= 1024 ? 96 : n >= 192 ? 64 : 32;

    /// <summary>Elements that the T factors of <paramref name="k"/> reflectors take.</summary>
    public static nint FactorSize(int k, int block) => (nint)((k + block - 1) / block) * block * block;

    /// <summary>
    /// Factors in place: on return R stands in the upper triangle and the reflectors below it, their ones not stored.
    /// </summary>
    /// <param name="m">Rows.</param>
    /// <param name="n">Columns.</param>
    /// <param name="a">A.</param>
    /// <param name="lda">From one row to the next.</param>
    /// <param name="block">Columns of a panel.</param>
    /// <param name="t">On return the T factor of each panel, block × block each.</param>
    public static void Factor(int m, int n, T* a, nint lda, int block, T* t)
    {
        var k = Math.Min(m, n);
        using var room = Scratch.Rent<T>((block * Padded(m)) + ((nint)block * block));
        var v = (T*)room.Pointer;
        var r = v + (block * Padded(m));
        for (var first = 0; first < k; first += block)
        {
            var width = Math.Min(block, k - first);
            var length = m - first;
            var ldv = Padded(length);
            var panel = a + (first * lda) + first;
            Transposition<T>.Turn(panel, lda, length, width, v, ldv);
            var factor = t + ((nint)(first / block) * block * block);
            ReflectorPanel<T>.Factor(v, ldv, length, width, factor, block, r, width);
            Transposition<T>.Turn(v, ldv, width, length, panel, lda);
            for (var i = 0; i < width; i++)
            {
                new ReadOnlySpan<T>(r + (i * width) + i, width - i).CopyTo(new Span<T>(panel + (i * lda) + i, width - i));
            }

            ApplyLeft(v, ldv, length, width, factor, block, transpose: true, panel + width, lda, n - first - width);
        }
    }

    /// <summary>C = Q·C or Qᵀ·C in place, for the reflectors that <see cref="Factor"/> left in A.</summary>
    public static void Apply(int m, int k, T* a, nint lda, int block, T* t, bool transpose, T* c, nint ldc, int columns)
    {
        using var room = Scratch.Rent<T>(block * Padded(m));
        var v = (T*)room.Pointer;
        var panels = (k + block - 1) / block;
        for (var step = 0; step < panels; step++)
        {
            // Q = Q₁·Q₂·…, so that Q works from the last panel on and its transpose from the first.
            var p = transpose ? step : panels - 1 - step;
            var first = p * block;
            var width = Math.Min(block, k - first);
            var length = m - first;
            var ldv = Padded(length);
            Extract(a + (first * lda) + first, lda, length, width, v, ldv);
            ApplyLeft(v, ldv, length, width, t + ((nint)p * block * block), block, transpose, c + (first * ldc), ldc, columns);
        }
    }

    /// <summary>The first <paramref name="columns"/> columns of Q, at least k of them, from what <see cref="Factor"/> left in A.</summary>
    public static void Form(int m, int k, T* a, nint lda, int block, T* t, T* q, nint ldq, int columns)
    {
        Transposition<T>.Fill(q, ldq, m, columns, T.Zero);
        for (var i = 0; i < columns; i++)
        {
            q[(i * ldq) + i] = T.One;
        }

        using var room = Scratch.Rent<T>(block * Padded(m));
        var v = (T*)room.Pointer;
        for (var p = ((k + block - 1) / block) - 1; p >= 0; p--)
        {
            var first = p * block;
            var width = Math.Min(block, k - first);
            var length = m - first;
            var ldv = Padded(length);
            Extract(a + (first * lda) + first, lda, length, width, v, ldv);

            // What stands left of and above this corner is still the identity.
            ApplyLeft(v, ldv, length, width, t + ((nint)p * block * block), block, false, q + (first * ldq) + first, ldq, columns - first);
        }
    }

    /// <summary>C = (I − Vᵀ·T·V)·C, or with Tᵀ.</summary>
    public static void ApplyLeft(
        T* v, nint ldv, int length, int width, T* t, nint ldt, bool transpose, T* c, nint ldc, int columns)
    {
        if (columns == 0 || width == 0)
        {
            return;
        }

        using var room = Scratch.Rent<T>(2 * (nint)width * columns);
        var w = (T*)room.Pointer;
        var tw = w + ((nint)width * columns);
        Gemm<T>.Multiply(width, columns, length, v, ldv, false, c, ldc, false, w, columns, accumulate: false);
        Gemm<T>.Multiply(width, columns, width, t, ldt, transpose, w, columns, false, tw, columns, accumulate: false);
        Gemm<T>.Subtract(length, columns, width, v, ldv, true, tw, columns, false, c, ldc);
    }

    /// <summary>Copies reflectors out of a factored panel, with their ones and zeros.</summary>
    public static void Extract(T* panel, nint lda, int length, int width, T* v, nint ldv)
    {
        Transposition<T>.Turn(panel, lda, length, width, v, ldv);
        for (var i = 0; i < width; i++)
        {
            new Span<T>(v + (i * ldv), Math.Min(i, length)).Clear();
            if (i < length)
            {
                v[(i * ldv) + i] = T.One;
            }
        }
    }

    // Rows that start on a cache line, an odd number of lines apart so that equal columns do not share a cache set.
    public static nint Padded(int length)
    {
        var line = 64 / sizeof(T);
        var lines = (length + line - 1) / line;
        return lines % 2 == 0 && lines >= 16 ? (lines + 1) * line : lines * line;
    }
}
