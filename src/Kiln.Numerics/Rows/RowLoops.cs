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
    public static abstract void Row<L, T>(T* x, T* other, T* y, int width)
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
        fixed (T* px = x, po = other, py = y)
        {
            LaneTeam.Run<Body<TFunction, T>, T>((rows + rowsPerTile - 1) / rowsPerTile, new(px, po, py, rows, width, rowsPerTile));
        }
    }

    private readonly struct Body<TFunction, T>(T* x, T* other, T* y, int rows, int width, int rowsPerTile) : ILaneBody<T>
        where TFunction : struct, IRowFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke<L>(int tile)
            where L : unmanaged, IFloatLanes<L, T>
        {
            int end = Math.Min(rows, (tile + 1) * rowsPerTile);
            for (int row = tile * rowsPerTile; row < end; row++)
            {
                nint at = (nint)row * width;
                TFunction.Row<L, T>(x + at, other == null ? null : other + at, y + at, width);
            }
        }
    }
}
