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

    /// <summary>
    /// A block of rows, two at a time: while the gradients of two rows and their part of the sums for γ and β are computed, vector by vector, the same loop takes
    /// the two means of each of the next two rows. Every turn so reads four vectors from memory and writes two; the rows come from the first-level cache the second time.
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
            int begin = block * perBlock;
            int end = Math.Min(rows, begin + perBlock);
            T* sums = partial == null ? null : partial + (nint)block * 2 * width;
            if (sums != null)
            {
                new Span<T>(sums, 2 * width).Clear();
            }

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

            if (TStore.Streams)
            {
                Streaming.Fence();
            }
        }
    }
}
