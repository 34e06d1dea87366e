using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Sums down the columns of a matrix. Rows are cut into blocks by the shape alone; a block's columns are summed a few vectors at a
/// time with the sums in registers; the blocks' sums are added in order, in float64.
/// </summary>
internal static unsafe class ColumnSums
{
    private const int BlockElements = 32768;

    /// <summary>What is summed of an element: up to two sums at once.</summary>
    internal interface ITerm
    {
        public static abstract void Add<L, T>(L x, L other, L mean, ref L first, ref L second)
            where L : unmanaged, IFloatLanes<L, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>;
    }

    /// <summary>Writes scale · Σ of each column to <paramref name="first"/> and, where asked for, to <paramref name="second"/>.</summary>
    public static void Run<TTerm, T>(int rows, int channels, T* x, T* other, T* mean, T* first, T* second, double scale)
        where TTerm : struct, ITerm
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (channels == 0)
        {
            return;
        }

        int blockRows = Math.Max(16, BlockElements / channels);
        int blocks = (rows + blockRows - 1) / blockRows;
        T[] partial = ArrayPool<T>.Shared.Rent(Math.Max(1, blocks) * 2 * channels);
        try
        {
            fixed (T* sums = partial)
            {
                LaneTeam.Run<Body<TTerm, T>, T>(blocks, new(rows, channels, blockRows, x, other, mean, sums));
                PartialSums.Combine(blocks, 2 * channels, channels, sums, first, scale);
                if (second != null)
                {
                    PartialSums.Combine(blocks, 2 * channels, channels, sums + channels, second, scale);
                }
            }
        }
        finally
        {
            ArrayPool<T>.Shared.Return(partial);
        }
    }

    internal readonly struct Deviation : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Add<L, T>(L x, L other, L mean, ref L first, ref L second)
            where L : unmanaged, IFloatLanes<L, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => first += x - mean;
    }

    internal readonly struct SquaredDeviation : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Add<L, T>(L x, L other, L mean, ref L first, ref L second)
            where L : unmanaged, IFloatLanes<L, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            L deviation = x - mean;
            first = L.MultiplyAdd(deviation, deviation, first);
        }
    }

    internal readonly struct GradientAndDot : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Add<L, T>(L x, L other, L mean, ref L first, ref L second)
            where L : unmanaged, IFloatLanes<L, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            first += other;
            second = L.MultiplyAdd(other, x - mean, second);
        }
    }

    private readonly struct Body<TTerm, T>(int rows, int channels, int blockRows, T* x, T* other, T* mean, T* sums) : ILaneBody<T>
        where TTerm : struct, ITerm
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke<L>(int block)
            where L : unmanaged, IFloatLanes<L, T>
        {
            int start = block * blockRows;
            int count = Math.Min(blockRows, rows - start);
            T* result = sums + (nint)block * 2 * channels;
            T* px = x + (nint)start * channels;
            T* po = other == null ? px : other + (nint)start * channels;
            int c = 0;
            for (; c <= channels - 2 * L.Count; c += 2 * L.Count)
            {
                // Two vectors of columns: four sums in flight hide the latency of the addition.
                L m0 = L.Load(mean + c);
                L m1 = L.Load(mean + c + L.Count);
                L a0 = L.Constant(0), a1 = L.Constant(0), b0 = L.Constant(0), b1 = L.Constant(0);
                T* p = px + c;
                T* o = po + c;
                for (int r = 0; r < count; r++, p += channels, o += channels)
                {
                    TTerm.Add<L, T>(L.Load(p), L.Load(o), m0, ref a0, ref b0);
                    TTerm.Add<L, T>(L.Load(p + L.Count), L.Load(o + L.Count), m1, ref a1, ref b1);
                }

                L.Store(a0, result + c);
                L.Store(a1, result + c + L.Count);
                L.Store(b0, result + channels + c);
                L.Store(b1, result + channels + c + L.Count);
            }

            for (; c <= channels - L.Count; c += L.Count)
            {
                L m = L.Load(mean + c);
                L a = L.Constant(0), b = L.Constant(0);
                T* p = px + c;
                T* o = po + c;
                for (int r = 0; r < count; r++, p += channels, o += channels)
                {
                    TTerm.Add<L, T>(L.Load(p), L.Load(o), m, ref a, ref b);
                }

                L.Store(a, result + c);
                L.Store(b, result + channels + c);
            }

            for (; c < channels; c++)
            {
                Column(px + c, po + c, mean[c], count, result + c);
            }
        }

        /// <summary>The columns that do not fill a vector, one number at a time.</summary>
        private void Column(T* p, T* o, T mean, int count, T* result)
        {
            Lanes1<T> m = Lanes1<T>.Broadcast(mean);
            Lanes1<T> a = Lanes1<T>.Constant(0), b = Lanes1<T>.Constant(0);
            for (int r = 0; r < count; r++, p += channels, o += channels)
            {
                TTerm.Add<Lanes1<T>, T>(Lanes1<T>.Load(p), Lanes1<T>.Load(o), m, ref a, ref b);
            }

            Lanes1<T>.Store(a, result);
            Lanes1<T>.Store(b, result + channels);
        }
    }
}
