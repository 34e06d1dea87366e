using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Functions of the elements of a matrix with coefficients per column. A tile of rows is gone through in strips of four vectors of columns, whose coefficients stay in
/// registers from row to row: loaded anew for each row they would be four loads of six. A row of up to four vectors (64 floats) is one strip, read from end to end.
/// </summary>
internal static unsafe class ColumnMaps
{
    /// <summary>128 KB of floats: a tile that several strips go through stays in the second-level cache.</summary>
    private const int TileElements = 32768;

    /// <summary>A function of an element, a second one, and the column's mean and three coefficients.</summary>
    internal interface IMap
    {
        /// <summary>Whether there is a second operand.</summary>
        public static virtual bool HasOther => false;

        public static abstract L Invoke<L, T>(L x, L other, L mean, L a, L b, L c)
            where L : unmanaged, IFloatLanes<L, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T>;
    }

    public static void Run<TMap, T>(int rows, int channels, T* x, T* other, T* mean, T* a, T* b, T* c, T* y)
        where TMap : struct, IMap
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int tileRows = Math.Max(1, TileElements / Math.Max(1, channels));
        int tiles = (rows + tileRows - 1) / tileRows;
        var operands = new Operands<T>(channels, x, other == null ? x : other, mean, a, b == null ? a : b, c, y);
        if (Streams(rows, channels, x, other, y))
        {
            LaneTeam.Run<Body<TMap, StreamingStores, T>, T>(tiles, new(rows, tileRows, operands));
        }
        else if (NextRow.Pays((long)rows * channels * sizeof(T)))
        {
            LaneTeam.Run<Body<TMap, FetchingStores, T>, T>(tiles, new(rows, tileRows, operands));
        }
        else
        {
            LaneTeam.Run<Body<TMap, CachedStores, T>, T>(tiles, new(rows, tileRows, operands));
        }
    }

    /// <summary>The same for some rows on the calling thread.</summary>
    public static void RunHere<TMap, TStore, L, T>(int rows, in Operands<T> operands)
        where TMap : struct, IMap
        where TStore : struct, IStoreMode
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int tileRows = Math.Max(1, TileElements / Math.Max(1, operands.Channels));
        for (int row = 0; row < rows; row += tileRows)
        {
            Tile<TMap, TStore, L, T>(row, Math.Min(tileRows, rows - row), operands);
        }

        if (TStore.Streams)
        {
            Streaming.Fence();
        }
    }

    /// <summary>Whether the result goes past the caches: it is large, no operand, and each of its vectors fills lines.</summary>
    public static bool Streams<T>(int rows, int channels, T* x, T* other, T* y)
        where T : unmanaged
    {
        long bytes = (long)rows * channels * sizeof(T);
        return Streaming.Pays(bytes * (other == null ? 2 : 3))
            && (nuint)y % Streaming.Alignment == 0
            && (long)channels * sizeof(T) % Streaming.Alignment == 0
            && !Streaming.Overlap(x, bytes, y, bytes)
            && (other == null || !Streaming.Overlap(other, bytes, y, bytes));
    }

    /// <summary>The first row of each operand, the coefficients and the result.</summary>
    internal readonly struct Operands<T>(int channels, T* x, T* other, T* mean, T* a, T* b, T* c, T* y)
        where T : unmanaged
    {
        public readonly int Channels = channels;
        public readonly T* X = x, Other = other, Mean = mean, A = a, B = b, C = c, Y = y;
    }

    /// <summary>(x − mean) · a + c.</summary>
    internal readonly struct Affine : IMap
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Invoke<L, T>(L x, L other, L mean, L a, L b, L c)
            where L : unmanaged, IFloatLanes<L, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.MultiplyAdd(x - mean, a, c);
    }

    /// <summary>other · a + (x − mean) · b + c.</summary>
    internal readonly struct Gradient : IMap
    {
        public static bool HasOther => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static L Invoke<L, T>(L x, L other, L mean, L a, L b, L c)
            where L : unmanaged, IFloatLanes<L, T>
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.MultiplyAdd(other, a, L.MultiplyAdd(x - mean, b, c));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TMap, TStore, L, T>(int first, int count, in Operands<T> operands)
        where TMap : struct, IMap
        where TStore : struct, IStoreMode
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int channels = operands.Channels;
        nint start = (nint)first * channels;
        int i = 0;
        for (; i <= channels - 4 * L.Count; i += 4 * L.Count)
        {
            Strip<TMap, TStore, L, T>(start + i, i, count, operands);
        }

        for (; i <= channels - L.Count; i += L.Count)
        {
            L mean = L.Load(operands.Mean + i), a = L.Load(operands.A + i), b = L.Load(operands.B + i), c = L.Load(operands.C + i);
            T* x = operands.X + start + i, other = operands.Other + start + i, y = operands.Y + start + i;
            for (int row = 0; row < count; row++, x += channels, other += channels, y += channels)
            {
                TStore.Store(TMap.Invoke<L, T>(L.Load(x), L.Load(other), mean, a, b, c), y);
            }
        }

        for (; i < channels; i++)
        {
            Lanes1<T> mean = Lanes1<T>.Load(operands.Mean + i), a = Lanes1<T>.Load(operands.A + i), b = Lanes1<T>.Load(operands.B + i), c = Lanes1<T>.Load(operands.C + i);
            T* x = operands.X + start + i, other = operands.Other + start + i, y = operands.Y + start + i;
            for (int row = 0; row < count; row++, x += channels, other += channels, y += channels)
            {
                Lanes1<T>.Store(TMap.Invoke<Lanes1<T>, T>(Lanes1<T>.Load(x), Lanes1<T>.Load(other), mean, a, b, c), y);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strip<TMap, TStore, L, T>(nint at, int i, int count, in Operands<T> operands)
        where TMap : struct, IMap
        where TStore : struct, IStoreMode
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = L.Count;
        L m0 = L.Load(operands.Mean + i), m1 = L.Load(operands.Mean + i + n), m2 = L.Load(operands.Mean + i + 2 * n), m3 = L.Load(operands.Mean + i + 3 * n);
        L a0 = L.Load(operands.A + i), a1 = L.Load(operands.A + i + n), a2 = L.Load(operands.A + i + 2 * n), a3 = L.Load(operands.A + i + 3 * n);
        L b0 = L.Load(operands.B + i), b1 = L.Load(operands.B + i + n), b2 = L.Load(operands.B + i + 2 * n), b3 = L.Load(operands.B + i + 3 * n);
        L c0 = L.Load(operands.C + i), c1 = L.Load(operands.C + i + n), c2 = L.Load(operands.C + i + 2 * n), c3 = L.Load(operands.C + i + 3 * n);
        T* x = operands.X + at, other = operands.Other + at, y = operands.Y + at;
        nint step = operands.Channels;
        for (int row = 0; row < count; row++, x += step, other += step, y += step)
        {
            NextRow.FetchFour<TStore, L, T>(x);
            if (TMap.HasOther)
            {
                NextRow.FetchFour<TStore, L, T>(other);
            }

            NextRow.FetchFourResults<TStore, L, T>(y);
            TStore.Store(TMap.Invoke<L, T>(L.Load(x), L.Load(other), m0, a0, b0, c0), y);
            TStore.Store(TMap.Invoke<L, T>(L.Load(x + n), L.Load(other + n), m1, a1, b1, c1), y + n);
            TStore.Store(TMap.Invoke<L, T>(L.Load(x + 2 * n), L.Load(other + 2 * n), m2, a2, b2, c2), y + 2 * n);
            TStore.Store(TMap.Invoke<L, T>(L.Load(x + 3 * n), L.Load(other + 3 * n), m3, a3, b3, c3), y + 3 * n);
        }
    }

    private readonly struct Body<TMap, TStore, T>(int rows, int tileRows, Operands<T> operands) : ILaneBody<T>
        where TMap : struct, IMap
        where TStore : struct, IStoreMode
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly Operands<T> _operands = operands;

        public void Invoke<L>(int tile)
            where L : unmanaged, IFloatLanes<L, T>
        {
            int first = tile * tileRows;
            Tile<TMap, TStore, L, T>(first, Math.Min(tileRows, rows - first), _operands);
            if (TStore.Streams)
            {
                Streaming.Fence();
            }
        }
    }
}
