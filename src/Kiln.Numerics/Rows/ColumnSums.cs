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
    /// <summary>Elements per block: 128 KB of floats, which stay in the second-level cache when they are read twice.</summary>
    private const int BlockElements = 32768;

    /// <summary>What is summed of an element: up to two sums at once.</summary>
    internal interface ITerm
    {
        /// <summary>Whether there is a second sum.</summary>
        public static virtual bool HasSecond => false;

        /// <summary>Whether there is a second operand.</summary>
        public static virtual bool HasOther => false;

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

        int blockRows = BlockRows(channels);
        int blocks = (rows + blockRows - 1) / blockRows;
        T[] partial = ArrayPool<T>.Shared.Rent(Math.Max(1, blocks) * 2 * channels);
        try
        {
            fixed (T* sums = partial)
            {
                if (NextRow.Pays((long)rows * channels * sizeof(T)))
                {
                    LaneTeam.Run<Body<TTerm, FetchingStores, T>, T>(blocks, new(rows, channels, blockRows, x, other, mean, sums));
                }
                else
                {
                    LaneTeam.Run<Body<TTerm, CachedStores, T>, T>(blocks, new(rows, channels, blockRows, x, other, mean, sums));
                }

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

    /// <summary>How many rows a block has.</summary>
    public static int BlockRows(int channels) => Math.Max(16, BlockElements / channels);

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

    /// <summary>Both at once, of distances from a number near the mean.</summary>
    internal readonly struct Moments : ITerm
    {
        public static bool HasSecond => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Add<L, T>(L x, L other, L mean, ref L first, ref L second)
            where L : unmanaged, IFloatLanes<L, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            L deviation = x - mean;
            first += deviation;
            second = L.MultiplyAdd(deviation, deviation, second);
        }
    }

    internal readonly struct GradientAndDot : ITerm
    {
        public static bool HasSecond => true;

        public static bool HasOther => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Add<L, T>(L x, L other, L mean, ref L first, ref L second)
            where L : unmanaged, IFloatLanes<L, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            first += other;
            second = L.MultiplyAdd(other, x - mean, second);
        }
    }

    /// <summary>The sums of each column of some rows, on the calling thread: the first from <paramref name="result"/> on, the second, if the term has one, behind it.</summary>
    public static void Block<TTerm, L, T>(int rows, int channels, T* x, T* other, T* mean, T* result)
        where TTerm : struct, ITerm
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Block<TTerm, CachedStores, L, T>(rows, channels, x, other, mean, result);

    /// <summary>The same; <typeparamref name="TMode"/> says whether rows are asked for ahead.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Block<TTerm, TMode, L, T>(int rows, int channels, T* x, T* other, T* mean, T* result)
        where TTerm : struct, ITerm
        where TMode : struct, IStoreMode
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int c = 0;
        for (; c <= channels - 4 * L.Count; c += 4 * L.Count)
        {
            Strip<TTerm, TMode, L, T>(rows, channels, x + c, other + c, mean + c, result + c);
        }

        for (; c <= channels - L.Count; c += L.Count)
        {
            // Even and odd rows apart: two additions in flight instead of one.
            L m = L.Load(mean + c);
            L a0 = L.Constant(0), b0 = L.Constant(0), a1 = L.Constant(0), b1 = L.Constant(0);
            T* p = x + c;
            T* o = other + c;
            int r = 0;
            for (; r < rows - 1; r += 2, p += 2 * (nint)channels, o += 2 * (nint)channels)
            {
                TTerm.Add<L, T>(L.Load(p), L.Load(o), m, ref a0, ref b0);
                TTerm.Add<L, T>(L.Load(p + channels), L.Load(o + channels), m, ref a1, ref b1);
            }

            if (r < rows)
            {
                TTerm.Add<L, T>(L.Load(p), L.Load(o), m, ref a0, ref b0);
            }

            L.Store(a0 + a1, result + c);
            if (TTerm.HasSecond)
            {
                L.Store(b0 + b1, result + channels + c);
            }
        }

        for (; c < channels; c++)
        {
            Column<TTerm, T>(rows, channels, x + c, other + c, mean[c], result + c);
        }
    }

    /// <summary>Four vectors of columns: their sums stay in registers, and enough of them are in flight to hide the latency of an addition.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strip<TTerm, TMode, L, T>(int rows, int channels, T* x, T* other, T* mean, T* result)
        where TTerm : struct, ITerm
        where TMode : struct, IStoreMode
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = L.Count;
        nint step = channels;
        L m0 = L.Load(mean), m1 = L.Load(mean + n), m2 = L.Load(mean + 2 * n), m3 = L.Load(mean + 3 * n);
        L a0 = L.Constant(0), a1 = L.Constant(0), a2 = L.Constant(0), a3 = L.Constant(0);
        L b0 = L.Constant(0), b1 = L.Constant(0), b2 = L.Constant(0), b3 = L.Constant(0);
        for (int r = 0; r < rows; r++, x += step, other += step)
        {
            NextRow.FetchFour<TMode, L, T>(x);
            if (TTerm.HasOther)
            {
                NextRow.FetchFour<TMode, L, T>(other);
            }

            TTerm.Add<L, T>(L.Load(x), L.Load(other), m0, ref a0, ref b0);
            TTerm.Add<L, T>(L.Load(x + n), L.Load(other + n), m1, ref a1, ref b1);
            TTerm.Add<L, T>(L.Load(x + 2 * n), L.Load(other + 2 * n), m2, ref a2, ref b2);
            TTerm.Add<L, T>(L.Load(x + 3 * n), L.Load(other + 3 * n), m3, ref a3, ref b3);
        }

        L.Store(a0, result);
        L.Store(a1, result + n);
        L.Store(a2, result + 2 * n);
        L.Store(a3, result + 3 * n);
        if (TTerm.HasSecond)
        {
            result += channels;
            L.Store(b0, result);
            L.Store(b1, result + n);
            L.Store(b2, result + 2 * n);
            L.Store(b3, result + 3 * n);
        }
    }

    /// <summary>A column that fills no vector, one number at a time.</summary>
    private static void Column<TTerm, T>(int rows, int channels, T* p, T* o, T mean, T* result)
        where TTerm : struct, ITerm
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Lanes1<T> m = Lanes1<T>.Broadcast(mean);
        Lanes1<T> a = Lanes1<T>.Constant(0), b = Lanes1<T>.Constant(0);
        for (int r = 0; r < rows; r++, p += channels, o += channels)
        {
            TTerm.Add<Lanes1<T>, T>(Lanes1<T>.Load(p), Lanes1<T>.Load(o), m, ref a, ref b);
        }

        Lanes1<T>.Store(a, result);
        if (TTerm.HasSecond)
        {
            Lanes1<T>.Store(b, result + channels);
        }
    }

    private readonly struct Body<TTerm, TMode, T>(int rows, int channels, int blockRows, T* x, T* other, T* mean, T* sums) : ILaneBody<T>
        where TTerm : struct, ITerm
        where TMode : struct, IStoreMode
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Invoke<L>(int block)
            where L : unmanaged, IFloatLanes<L, T>
        {
            int start = block * blockRows;
            T* px = x + (nint)start * channels;
            T* po = other == null ? px : other + (nint)start * channels;
            Block<TTerm, TMode, L, T>(Math.Min(blockRows, rows - start), channels, px, po, mean, sums + (nint)block * 2 * channels);
        }
    }
}
