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

    /// <summary>
    /// The longest row, in bytes, that is treated by itself: six such rows (x, its gradients, γ and both sums) stay in a first-level cache of 32 KB. Layer norm of 512 × 1536 is
    /// 7 % faster by pairs, of 1024 × 768 1.7 times as fast one by one.
    /// </summary>
    private const int NarrowRow = 4096;

    /// <summary>Rows per block: an even number, for they go two by two.</summary>
    private static int RowsPerBlock(int width) => Math.Max(LeastRows, (BlockElements / width + 1) & ~1);

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

        int perBlock = RowsPerBlock(width);
        int blocks = (rows + perBlock - 1) / perBlock;
        bool sums = !dGamma.IsEmpty || !dBeta.IsEmpty;
        T[] rented = sums ? ArrayPool<T>.Shared.Rent(checked((Math.Max(1, blocks) * 2 * width) + (Streaming.Alignment / sizeof(T)))) : [];
        fixed (T* px = x, pg = gamma, pm = means, ps = scales, pd = dy, pr = dx, toGamma = dGamma, toBeta = dBeta, room = rented)
        {
            // Sums that begin on a line keep each of their vectors within one.
            T* partial = (T*)(((nuint)room + (Streaming.Alignment - 1)) & ~(nuint)(Streaming.Alignment - 1));
            T* kept = sums ? partial : null;
            if (pr != null && RowStreaming.Pays(rows, width, px, pd, pr))
            {
                LaneTeam.Run<BackwardBody<TKind, StreamingStores, T>, T>(blocks, new(rows, width, perBlock, px, pg, pm, ps, pd, pr, kept));
            }
            else if (NextRow.Pays((long)rows * width * sizeof(T)))
            {
                LaneTeam.Run<BackwardBody<TKind, FetchingStores, T>, T>(blocks, new(rows, width, perBlock, px, pg, pm, ps, pd, pr, kept));
            }
            else
            {
                LaneTeam.Run<BackwardBody<TKind, CachedStores, T>, T>(blocks, new(rows, width, perBlock, px, pg, pm, ps, pd, pr, kept));
            }

            if (toGamma != null)
            {
                PartialSums.Combine(blocks, 2 * width, width, partial, toGamma);
            }

            if (toBeta != null)
            {
                PartialSums.Combine(blocks, 2 * width, width, partial + width, toBeta);
            }
        }

        if (sums)
        {
            ArrayPool<T>.Shared.Return(rented);
        }
    }

    private readonly struct BackwardBody<TKind, TStore, T>(
        int rows, int width, int perBlock, T* x, T* gamma, T* means, T* scales, T* dy, T* dx, T* partial) : ILaneBody<T>
        where TKind : struct, IKind
        where TStore : struct, IStoreMode
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Invoke<L>(int block)
            where L : unmanaged, IFloatLanes<L, T>
        {
            int begin = block * perBlock;
            int end = Math.Min(rows, begin + perBlock);
            T* sums = partial == null ? null : partial + (nint)block * 2 * width;
            if (sums != null)
            {
                new Span<T>(sums, 2 * width).Clear();
            }

            if ((long)width * sizeof(T) <= NarrowRow)
            {
                Narrow<L>(begin, end, sums);
            }
            else
            {
                Pairs<L>(begin, end, sums);
            }

            if (TStore.Streams)
            {
                Streaming.Fence();
            }
        }

        /// <summary>
        /// One row after the other: a first pass takes its sums Σ h and Σ h x̂ and its part of those for γ and β, which need no sum of the row; a second one, from the first-level
        /// cache, its gradient. The processor begins the next row while the sums of this one are on their way, and memory sees three runs of lines without a jump, which its own
        /// prefetcher follows: asking for lines besides makes it slower (8192 × 128 from memory, one thread: 0.42 ms without, 0.57 with), except where stores go past the caches.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Narrow<L>(int row, int end, T* sums)
            where L : unmanaged, IFloatLanes<L, T>
        {
            int n = width, last = n - L.Count;
            bool wanted = dx != null;
            L one = L.Constant(1);
            T* weights = gamma == null ? (T*)&one : gamma, toGamma = sums, toBeta = sums + n;
            int step = gamma == null ? 0 : 1;
            T count = T.CreateTruncating(n);
            T* p = x + (nint)row * n, g = dy + (nint)row * n, to = dx + (nint)row * n;
            for (; row < end; row++)
            {
                T mean = TKind.SubtractsMean ? means[row] : T.Zero, scale = scales[row];
                L m = L.Broadcast(mean), r = L.Broadcast(scale), product = L.Constant(0), sum = product;
                int i = 0;
                for (; i <= last; i += L.Count)
                {
                    if (TStore.Streams)
                    {
                        NextRow.Fetch<TStore, T>(p + i);
                        NextRow.Fetch<TStore, T>(g + i);
                    }

                    L y = L.Load(g + i);
                    L normal = (L.Load(p + i) - m) * r;
                    L h = y * L.Load(weights + (i * step));
                    if (toGamma != null)
                    {
                        L.Store(L.MultiplyAdd(y, normal, L.Load(toGamma + i)), toGamma + i);
                        L.Store(L.Load(toBeta + i) + y, toBeta + i);
                    }

                    product = L.MultiplyAdd(h, normal, product);
                    sum += h;
                }

                int left = n - i;
                L lastNormal = default, lastH = default;
                if (left > 0)
                {
                    L y = Tail.Load<L, T>(g + i, left, T.Zero);
                    lastNormal = (Tail.Load<L, T>(p + i, left, mean) - m) * r;
                    lastH = gamma == null ? y : y * Tail.Load<L, T>(gamma + i, left, T.Zero);
                    if (toGamma != null)
                    {
                        Tail.Store<L, T>(L.MultiplyAdd(y, lastNormal, Tail.Load<L, T>(toGamma + i, left, T.Zero)), toGamma + i, left);
                        Tail.Store<L, T>(Tail.Load<L, T>(toBeta + i, left, T.Zero) + y, toBeta + i, left);
                    }

                    product = L.MultiplyAdd(lastH, lastNormal, product);
                    sum += lastH;
                }

                if (wanted)
                {
                    // dx = h · r + x̂ · d + s.
                    T perElement = scale / count;
                    L d = L.Broadcast(-(L.Sum(product) * perElement));
                    L s = L.Broadcast(TKind.SubtractsMean ? -(L.Sum(sum) * perElement) : T.Zero);
                    for (i = 0; i <= last; i += L.Count)
                    {
                        L normal = (L.Load(p + i) - m) * r;
                        L h = L.Load(g + i) * L.Load(weights + (i * step));
                        TStore.Store(L.MultiplyAdd(h, r, L.MultiplyAdd(normal, d, s)), to + i);
                    }

                    if (left > 0)
                    {
                        Tail.Store<L, T>(L.MultiplyAdd(lastH, r, L.MultiplyAdd(lastNormal, d, s)), to + i, left);
                    }
                }

                p += n;
                g += n;
                to += n;
            }
        }

        /// <summary>
        /// Two rows at a time: while the gradients of two rows and their part of the sums for γ and β are computed, vector by vector, the same loop takes
        /// the two means of each of the next two rows. Every turn so reads four vectors from memory and writes two; the rows come from the first-level cache the second time.
        /// </summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Pairs<L>(int begin, int end, T* sums)
            where L : unmanaged, IFloatLanes<L, T>
        {
            // An odd row goes first and alone: as a pair of which one is missing.
            NormPair<TKind, TStore, T> pass = default;
            pass.Width = width;
            pass.Gamma = gamma;
            pass.Sums = sums;
            int ahead = begin;
            int first = (end - begin) % 2;
            while (true)
            {
                int count = ahead >= end ? 0 : first > 0 ? 1 : 2;
                first = 0;
                pass.Ahead = count == 0 || dx == null ? null : x + (nint)ahead * width;
                pass.AheadDy = dy + (nint)ahead * width;
                pass.AheadStep = count == 2 ? width : 0;
                pass.AheadMean0 = count == 0 || !TKind.SubtractsMean ? T.Zero : means[ahead];
                pass.AheadMean1 = count == 0 || !TKind.SubtractsMean ? T.Zero : means[ahead + count - 1];
                pass.Run<L>();
                if (count == 0)
                {
                    break;
                }

                // What was ahead is next.
                pass.From = x + (nint)ahead * width;
                pass.Dy = pass.AheadDy;
                pass.To = dx == null ? null : dx + (nint)ahead * width;
                pass.Rows = count;
                pass.Row0 = new(pass.AheadMean0, scales[ahead], pass.Product0, pass.Sum0, width, TKind.SubtractsMean);
                pass.Row1 = new(pass.AheadMean1, scales[ahead + count - 1], pass.Product1, pass.Sum1, width, TKind.SubtractsMean);
                ahead += count;
            }
        }
    }
}
