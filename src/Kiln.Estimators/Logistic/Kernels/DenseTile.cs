using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Estimators;

/// <summary>The products of some neighboring dense rows with a vector on either side: X·w, and Xᵀ·r.</summary>
/// <remarks>
/// Both are optimized when they are first called: a fit is over before tiered compilation would come to them. They ask for what is read later, because rows of a few numbers are
/// read, summed across the lanes and written down in turns, between which the processor's own prefetcher falls behind. What is asked for comes to the second-level cache, which has
/// more requests under way than the first: 16 KB ahead, 100,000 × 20 numbers come at 57 GB/s from a third-level cache (47 to the first level, 41 unasked), 100,000 × 50 at
/// 31 GB/s from memory (18, 22), and 100,000 × 100 at 24 (18, 11).
/// </remarks>
internal static unsafe class DenseTile
{
    private const int Line = 8;

    /// <summary>How many numbers before it is needed one is asked for.</summary>
    public const int Ahead = 2048;

    /// <summary>products = X·w + offset. Each row has the bits that it has alone.</summary>
    /// <param name="x">The first row.</param>
    /// <param name="count">How many.</param>
    /// <param name="columns">Their length.</param>
    /// <param name="w">(columns,).</param>
    /// <param name="offset">What is added to each.</param>
    /// <param name="products">(count,).</param>
    /// <param name="isAhead">Whether to ask for the rows behind these: not where somebody did already.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Products(double* x, int count, int columns, double* w, double offset, double* products, bool isAhead)
    {
        var i = 0;
        for (; i <= count - 4; i += 4)
        {
            if (isAhead)
            {
                Fetch(x + Ahead, 4 * columns);
            }

            Vector256.Store(RowKernels.Dots4(w, x, columns, columns) + Vector256.Create(offset), products + i);
            x += 4 * (nint)columns;
        }

        for (; i < count; i++)
        {
            products[i] = RowKernels.DotAlone(x, w, columns) + offset;
            x += columns;
        }
    }

    /// <summary>
    /// sums += Xᵀ·r. Some columns at a time, whose sums stay in registers over all rows: with sums in memory each row would wait for the one before to be stored. Even and odd rows
    /// have sums of their own, so that twice as many multiplications are under way.
    /// </summary>
    /// <param name="r">(count,).</param>
    /// <param name="x">The first row.</param>
    /// <param name="count">How many.</param>
    /// <param name="columns">Their length.</param>
    /// <param name="sums">(columns,).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTransposed(double* r, double* x, int count, int columns, double* sums)
    {
        var j = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; j <= columns - 32; j += 32)
            {
                ThirtyTwo(r, x + j, count, columns, sums + j);
            }

            for (; j <= columns - 16; j += 16)
            {
                Sixteen(r, x + j, count, columns, sums + j);
            }
        }

        for (; j <= columns - 8; j += 8)
        {
            Eight(r, x + j, count, columns, sums + j);
        }

        for (; j <= columns - 4; j += 4)
        {
            Four(r, x + j, count, columns, sums + j);
        }

        for (; j < columns; j++)
        {
            var (even, odd) = (0.0, 0.0);
            var i = 0;
            for (; i <= count - 2; i += 2)
            {
                even += r[i] * x[((nint)i * columns) + j];
                odd += r[i + 1] * x[((nint)(i + 1) * columns) + j];
            }

            sums[j] += even + odd + (i < count ? r[i] * x[((nint)i * columns) + j] : 0);
        }
    }

    /// <summary>Asks for numbers that are read soon, for the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(double* from, int count)
    {
        if (Sse.IsSupported)
        {
            for (var i = 0; i < count; i += Line)
            {
                Sse.Prefetch1(from + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ThirtyTwo(double* r, double* x, int count, int stride, double* sums)
    {
        var (a0, a1, a2, a3) = (Vector512.Load(sums), Vector512.Load(sums + 8), Vector512.Load(sums + 16), Vector512.Load(sums + 24));
        var (b0, b1, b2, b3) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        var i = 0;
        for (; i <= count - 2; i += 2)
        {
            var (even, odd) = (Vector512.Create(r[i]), Vector512.Create(r[i + 1]));
            a0 = Vector512.FusedMultiplyAdd(even, Vector512.Load(x), a0);
            a1 = Vector512.FusedMultiplyAdd(even, Vector512.Load(x + 8), a1);
            a2 = Vector512.FusedMultiplyAdd(even, Vector512.Load(x + 16), a2);
            a3 = Vector512.FusedMultiplyAdd(even, Vector512.Load(x + 24), a3);
            x += stride;
            b0 = Vector512.FusedMultiplyAdd(odd, Vector512.Load(x), b0);
            b1 = Vector512.FusedMultiplyAdd(odd, Vector512.Load(x + 8), b1);
            b2 = Vector512.FusedMultiplyAdd(odd, Vector512.Load(x + 16), b2);
            b3 = Vector512.FusedMultiplyAdd(odd, Vector512.Load(x + 24), b3);
            x += stride;
        }

        if (i < count)
        {
            var last = Vector512.Create(r[i]);
            a0 = Vector512.FusedMultiplyAdd(last, Vector512.Load(x), a0);
            a1 = Vector512.FusedMultiplyAdd(last, Vector512.Load(x + 8), a1);
            a2 = Vector512.FusedMultiplyAdd(last, Vector512.Load(x + 16), a2);
            a3 = Vector512.FusedMultiplyAdd(last, Vector512.Load(x + 24), a3);
        }

        Vector512.Store(a0 + b0, sums);
        Vector512.Store(a1 + b1, sums + 8);
        Vector512.Store(a2 + b2, sums + 16);
        Vector512.Store(a3 + b3, sums + 24);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sixteen(double* r, double* x, int count, int stride, double* sums)
    {
        var (a0, a1) = (Vector512.Load(sums), Vector512.Load(sums + 8));
        var (b0, b1) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var i = 0;
        for (; i <= count - 2; i += 2)
        {
            var (even, odd) = (Vector512.Create(r[i]), Vector512.Create(r[i + 1]));
            a0 = Vector512.FusedMultiplyAdd(even, Vector512.Load(x), a0);
            a1 = Vector512.FusedMultiplyAdd(even, Vector512.Load(x + 8), a1);
            x += stride;
            b0 = Vector512.FusedMultiplyAdd(odd, Vector512.Load(x), b0);
            b1 = Vector512.FusedMultiplyAdd(odd, Vector512.Load(x + 8), b1);
            x += stride;
        }

        if (i < count)
        {
            var last = Vector512.Create(r[i]);
            a0 = Vector512.FusedMultiplyAdd(last, Vector512.Load(x), a0);
            a1 = Vector512.FusedMultiplyAdd(last, Vector512.Load(x + 8), a1);
        }

        Vector512.Store(a0 + b0, sums);
        Vector512.Store(a1 + b1, sums + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(double* r, double* x, int count, int stride, double* sums)
    {
        var (a0, a1) = (Vector256.Load(sums), Vector256.Load(sums + 4));
        var (b0, b1) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var i = 0;
        for (; i <= count - 2; i += 2)
        {
            var (even, odd) = (Vector256.Create(r[i]), Vector256.Create(r[i + 1]));
            a0 = Vector256.MultiplyAddEstimate(even, Vector256.Load(x), a0);
            a1 = Vector256.MultiplyAddEstimate(even, Vector256.Load(x + 4), a1);
            x += stride;
            b0 = Vector256.MultiplyAddEstimate(odd, Vector256.Load(x), b0);
            b1 = Vector256.MultiplyAddEstimate(odd, Vector256.Load(x + 4), b1);
            x += stride;
        }

        if (i < count)
        {
            var last = Vector256.Create(r[i]);
            a0 = Vector256.MultiplyAddEstimate(last, Vector256.Load(x), a0);
            a1 = Vector256.MultiplyAddEstimate(last, Vector256.Load(x + 4), a1);
        }

        Vector256.Store(a0 + b0, sums);
        Vector256.Store(a1 + b1, sums + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(double* r, double* x, int count, int stride, double* sums)
    {
        var (a, b) = (Vector256.Load(sums), Vector256<double>.Zero);
        var i = 0;
        for (; i <= count - 2; i += 2)
        {
            a = Vector256.MultiplyAddEstimate(Vector256.Create(r[i]), Vector256.Load(x), a);
            x += stride;
            b = Vector256.MultiplyAddEstimate(Vector256.Create(r[i + 1]), Vector256.Load(x), b);
            x += stride;
        }

        if (i < count)
        {
            a = Vector256.MultiplyAddEstimate(Vector256.Create(r[i]), Vector256.Load(x), a);
        }

        Vector256.Store(a + b, sums);
    }
}
