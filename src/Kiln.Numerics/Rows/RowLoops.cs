using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>A function of whole rows, as an empty struct that <see cref="RowLoops"/> is specialized for.</summary>
internal unsafe interface IRowFunction
{
    /// <summary>Computes one row of <paramref name="width"/> numbers. Implementations are inlined: a call left over would begin unoptimised.</summary>
    /// <param name="x">The row's first input.</param>
    /// <param name="other">The row's second input, if the function has one.</param>
    /// <param name="y">The row of the result; may be the row of an input.</param>
    /// <param name="width">The length of all three.</param>
    /// <param name="scratch">Where <typeparamref name="TStore"/> streams, room for a row that is not the result's: what is streamed cannot be read again cheaply.</param>
    public static abstract void Row<TStore, L, T>(T* x, T* other, T* y, int width, T* scratch)
        where TStore : struct, IStoreMode
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Runs a row function over a matrix, some rows to a tile, with the widest vectors the processor has.</summary>
internal static unsafe class RowLoops
{
    /// <summary>About this many elements to a tile: some 10 µs at the price of an exponential.</summary>
    private const int TileElements = 16384;

    public static void Run<TFunction, T>(int rows, int width, ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> y)
        where TFunction : struct, IRowFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rows == 0 || width == 0)
        {
            return;
        }

        int rowsPerTile = Math.Max(1, TileElements / width);
        int tiles = (rows + rowsPerTile - 1) / rowsPerTile;
        fixed (T* px = x, po = other, py = y)
        {
            if (RowStreaming.Pays(rows, width, px, po, py))
            {
                LaneTeam.Run<Body<TFunction, StreamingStores, T>, T>(tiles, new(px, po, py, rows, width, rowsPerTile));
            }
            else
            {
                LaneTeam.Run<Body<TFunction, CachedStores, T>, T>(tiles, new(px, po, py, rows, width, rowsPerTile));
            }
        }
    }

    private readonly struct Body<TFunction, TStore, T>(T* x, T* other, T* y, int rows, int width, int rowsPerTile) : ILaneBody<T>
        where TFunction : struct, IRowFunction
        where TStore : struct, IStoreMode
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke<L>(int tile)
            where L : unmanaged, IFloatLanes<L, T>
        {
            T* scratch = stackalloc T[TStore.Streams ? width : 1];
            int end = Math.Min(rows, (tile + 1) * rowsPerTile);
            for (int row = tile * rowsPerTile; row < end; row++)
            {
                nint at = (nint)row * width;
                TFunction.Row<TStore, L, T>(x + at, other == null ? null : other + at, y + at, width, scratch);
            }

            if (TStore.Streams)
            {
                Streaming.Fence();
            }
        }
    }
}

/// <summary>When rows are written past the caches: each must begin on a line of its own.</summary>
internal static unsafe class RowStreaming
{
    /// <summary>The longest row for which room is made on the stack.</summary>
    private const int LongestRow = 32768;

    public static bool Pays<T>(int rows, int width, T* x, T* other, T* y)
        where T : unmanaged
    {
        long bytes = (long)rows * width * sizeof(T);
        return Streaming.Pays(bytes * (other == null ? 2 : 3))
            && (nuint)y % Streaming.Alignment == 0
            && width * sizeof(T) % Streaming.Alignment == 0
            && width * sizeof(T) <= LongestRow
            && !Streaming.Overlap(x, bytes, y, bytes)
            && (other == null || !Streaming.Overlap(other, bytes, y, bytes));
    }
}
