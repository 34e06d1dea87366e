using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

internal static unsafe partial class NormRows
{
    /// <summary>Elements per block of rows, whose sums for γ and β are one partial result.</summary>
    private const int BlockElements = 65536;

    /// <summary>Rows per block at least: the partial results of wide rows must stay small beside the data.</summary>
    private const int LeastRows = 16;

    public static void Backward<TKind, T>(
        string kernel,
        int rows,
        int width,
        ReadOnlySpan<T> x,
        ReadOnlySpan<T> gamma,
        ReadOnlySpan<T> means,
        ReadOnlySpan<T> scales,
        ReadOnlySpan<T> dy,
        Span<T> dx,
        Span<T> dGamma,
        Span<T> dBeta)
        where TKind : struct, IKind
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RowChecks.Matrix(kernel, rows, width, x.Length, x.Length);
        RowChecks.Length(kernel, "gradient of the result", (long)rows * width, dy.Length);
        RowChecks.Optional(kernel, "gamma", width, gamma.Length);
        RowChecks.Length(kernel, "means", TKind.SubtractsMean ? rows : 0, means.Length);
        RowChecks.Length(kernel, "scales", rows, scales.Length);
        RowChecks.Optional(kernel, "gradient of x", (long)rows * width, dx.Length);
        RowChecks.Optional(kernel, "gradient of gamma", width, dGamma.Length);
        RowChecks.Optional(kernel, "gradient of beta", width, dBeta.Length);
        if (width == 0)
        {
            return;
        }

        int perBlock = Math.Max(LeastRows, BlockElements / width);
        int blocks = (rows + perBlock - 1) / perBlock;
        bool sums = !dGamma.IsEmpty || !dBeta.IsEmpty;
        T[] rented = sums ? ArrayPool<T>.Shared.Rent(checked(Math.Max(1, blocks) * 2 * width)) : [];
        fixed (T* px = x, pg = gamma, pm = means, ps = scales, pd = dy, pr = dx, partial = rented)
        {
            if (pr != null && RowStreaming.Pays(rows, width, px, pd, pr))
            {
                LaneTeam.Run<BackwardBody<TKind, StreamingStores, T>, T>(blocks, new(rows, width, perBlock, px, pg, pm, ps, pd, pr, sums ? partial : null));
            }
            else
            {
                LaneTeam.Run<BackwardBody<TKind, CachedStores, T>, T>(blocks, new(rows, width, perBlock, px, pg, pm, ps, pd, pr, sums ? partial : null));
            }

            if (!dGamma.IsEmpty)
            {
                Combine(blocks, width, partial, dGamma);
            }

            if (!dBeta.IsEmpty)
            {
                Combine(blocks, width, partial + width, dBeta);
            }
        }

        if (sums)
        {
            ArrayPool<T>.Shared.Return(rented);
        }
    }

    private static void Combine<T>(int blocks, int width, T* partial, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < width; i++)
        {
            double total = 0;
            for (int block = 0; block < blocks; block++)
            {
                total += double.CreateTruncating(partial[(nint)block * 2 * width + i]);
            }

            result[i] = T.CreateTruncating(total);
        }
    }

    /// <summary>
    /// A block of rows, four at a time: first the two means of each row, then, vector by vector of columns, the gradients of the four rows and their part of
    /// the sums for γ and β, which are thus read and written once for four rows. The rows come from the first-level cache the second time.
    /// </summary>
    private readonly struct BackwardBody<TKind, TStore, T>(
        int rows, int width, int perBlock, T* x, T* gamma, T* means, T* scales, T* dy, T* dx, T* partial) : ILaneBody<T>
        where TKind : struct, IKind
        where TStore : struct, IStoreMode
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke<L>(int block)
            where L : unmanaged, IFloatLanes<L, T>
        {
            int row = block * perBlock;
            int end = Math.Min(rows, row + perBlock);
            T* sums = partial == null ? null : partial + (nint)block * 2 * width;
            if (sums != null)
            {
                new Span<T>(sums, 2 * width).Clear();
            }

            for (; row <= end - 4; row += 4)
            {
                Four<L>(row, sums);
            }

            for (; row < end; row++)
            {
                Factors<L>(row, out T mean, out T scale, out T dot, out T shift);
                One<L>(row, 0, mean, scale, dot, shift, sums);
            }

            if (TStore.Streams)
            {
                Streaming.Fence();
            }
        }

        /// <summary>mean and r of a row, and the factors of dx = h · r + x̂ · dot + shift.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Factors<L>(int row, out T mean, out T scale, out T dot, out T shift)
            where L : unmanaged, IFloatLanes<L, T>
        {
            T* from = x + (nint)row * width;
            T* g = dy + (nint)row * width;
            T* weights = gamma;
            int count = width;
            mean = TKind.SubtractsMean ? means[row] : T.Zero;
            scale = scales[row];
            dot = shift = T.Zero;
            if (dx == null)
            {
                return;
            }

            L m = L.Broadcast(mean);
            L sum = L.Constant(0), sum2 = sum, product = sum, product2 = sum;
            int i = 0;
            for (; i <= count - 2 * L.Count; i += 2 * L.Count)
            {
                L h = L.Load(g + i), h2 = L.Load(g + i + L.Count);
                if (weights != null)
                {
                    h *= L.Load(weights + i);
                    h2 *= L.Load(weights + i + L.Count);
                }

                product = L.MultiplyAdd(h, L.Load(from + i) - m, product);
                product2 = L.MultiplyAdd(h2, L.Load(from + i + L.Count) - m, product2);
                if (TKind.SubtractsMean)
                {
                    sum += h;
                    sum2 += h2;
                }
            }

            for (; i < count; i += L.Count)
            {
                int n = Math.Min(L.Count, count - i);
                L h = Tail.Load<L, T>(g + i, n, T.Zero);
                if (weights != null)
                {
                    h *= Tail.Load<L, T>(weights + i, n, T.Zero);
                }

                product = L.MultiplyAdd(h, Tail.Load<L, T>(from + i, n, mean) - m, product);
                sum += h;
            }

            T perElement = scale / T.CreateTruncating(count);
            dot = -(L.Sum(product + product2) * scale * perElement);
            shift = TKind.SubtractsMean ? -(L.Sum(sum + sum2) * perElement) : T.Zero;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Four<L>(int row, T* sums)
            where L : unmanaged, IFloatLanes<L, T>
        {
            Factors<L>(row, out T mean0, out T scale0, out T dot0, out T shift0);
            Factors<L>(row + 1, out T mean1, out T scale1, out T dot1, out T shift1);
            Factors<L>(row + 2, out T mean2, out T scale2, out T dot2, out T shift2);
            Factors<L>(row + 3, out T mean3, out T scale3, out T dot3, out T shift3);
            L m0 = L.Broadcast(mean0), m1 = L.Broadcast(mean1), m2 = L.Broadcast(mean2), m3 = L.Broadcast(mean3);
            L r0 = L.Broadcast(scale0), r1 = L.Broadcast(scale1), r2 = L.Broadcast(scale2), r3 = L.Broadcast(scale3);
            L d0 = L.Broadcast(dot0), d1 = L.Broadcast(dot1), d2 = L.Broadcast(dot2), d3 = L.Broadcast(dot3);
            L s0 = L.Broadcast(shift0), s1 = L.Broadcast(shift1), s2 = L.Broadcast(shift2), s3 = L.Broadcast(shift3);
            L one = L.Constant(1);
            nint next = width;
            T* g = dy + row * next;
            T* from = x + row * next;
            T* to = dx == null ? null : dx + row * next;
            T* weights = gamma;
            int i = 0;
            for (; i <= (int)next - L.Count; i += L.Count)
            {
                for (int k = 4; k < 8; k++)
                {
                    NextRow.Fetch<TStore, T>(from + k * next + i);
                    NextRow.Fetch<TStore, T>(g + k * next + i);
                }

                L weight = weights == null ? one : L.Load(weights + i);
                L g0 = L.Load(g + i), g1 = L.Load(g + next + i), g2 = L.Load(g + 2 * next + i), g3 = L.Load(g + 3 * next + i);
                L x0 = (L.Load(from + i) - m0) * r0;
                L x1 = (L.Load(from + next + i) - m1) * r1;
                L x2 = (L.Load(from + 2 * next + i) - m2) * r2;
                L x3 = (L.Load(from + 3 * next + i) - m3) * r3;
                if (to != null)
                {
                    TStore.Store(L.MultiplyAdd(g0 * weight, r0, L.MultiplyAdd(x0, d0, s0)), to + i);
                    TStore.Store(L.MultiplyAdd(g1 * weight, r1, L.MultiplyAdd(x1, d1, s1)), to + next + i);
                    TStore.Store(L.MultiplyAdd(g2 * weight, r2, L.MultiplyAdd(x2, d2, s2)), to + 2 * next + i);
                    TStore.Store(L.MultiplyAdd(g3 * weight, r3, L.MultiplyAdd(x3, d3, s3)), to + 3 * next + i);
                }

                if (sums != null)
                {
                    L toGamma = L.MultiplyAdd(g3, x3, L.MultiplyAdd(g2, x2, L.MultiplyAdd(g1, x1, g0 * x0)));
                    L.Store(L.Load(sums + i) + toGamma, sums + i);
                    L.Store(L.Load(sums + next + i) + (g0 + g1 + (g2 + g3)), sums + next + i);
                }
            }

            if (i < (int)next)
            {
                One<L>(row, i, mean0, scale0, dot0, shift0, sums);
                One<L>(row + 1, i, mean1, scale1, dot1, shift1, sums);
                One<L>(row + 2, i, mean2, scale2, dot2, shift2, sums);
                One<L>(row + 3, i, mean3, scale3, dot3, shift3, sums);
            }
        }

        /// <summary>A row from column <paramref name="i"/> on.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void One<L>(int row, int i, T mean, T scale, T dot, T shift, T* sums)
            where L : unmanaged, IFloatLanes<L, T>
        {
            L m = L.Broadcast(mean), r = L.Broadcast(scale), d = L.Broadcast(dot), s = L.Broadcast(shift);
            nint at = (nint)row * width;
            T* weights = gamma, g0 = dy + at, x0 = x + at, to = dx == null ? null : dx + at;
            int count = width;
            for (; i <= count - L.Count; i += L.Count)
            {
                NextRow.Fetch<TStore, T>(x0 + count + i);
                L g = L.Load(g0 + i);
                L normal = (L.Load(x0 + i) - m) * r;
                if (to != null)
                {
                    L h = weights == null ? g : g * L.Load(weights + i);
                    TStore.Store(L.MultiplyAdd(h, r, L.MultiplyAdd(normal, d, s)), to + i);
                }

                if (sums != null)
                {
                    L.Store(L.MultiplyAdd(g, normal, L.Load(sums + i)), sums + i);
                    L.Store(L.Load(sums + count + i) + g, sums + count + i);
                }
            }

            for (; i < width; i += L.Count)
            {
                int n = Math.Min(L.Count, width - i);
                L weight = gamma == null ? L.Constant(1) : Tail.Load<L, T>(gamma + i, n, T.Zero);
                L g = Tail.Load<L, T>(dy + at + i, n, T.Zero);
                L normal = (Tail.Load<L, T>(x + at + i, n, mean) - m) * r;
                if (dx != null)
                {
                    Tail.Store<L, T>(L.MultiplyAdd(g * weight, r, L.MultiplyAdd(normal, d, s)), dx + at + i, n);
                }

                if (sums != null)
                {
                    Tail.Store<L, T>(L.MultiplyAdd(g, normal, Tail.Load<L, T>(sums + i, n, T.Zero)), sums + i, n);
                    Tail.Store<L, T>(Tail.Load<L, T>(sums + width + i, n, T.Zero) + g, sums + width + i, n);
                }
            }
        }
    }
}
