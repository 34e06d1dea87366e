using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>A function of whole rows, as an empty struct that <see cref="RowLoops"/> is specialized for.</summary>
internal unsafe interface IRowFunction
{
    /// <summary>Computes one row of <paramref name="width"/> numbers.</summary>
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
            WorkerTeam.Run((rows + rowsPerTile - 1) / rowsPerTile, new Body<TFunction, T>(px, po, py, rows, width, rowsPerTile));
        }
    }

    private readonly struct Body<TFunction, T>(T* x, T* other, T* y, int rows, int width, int rowsPerTile) : ITileBody
        where TFunction : struct, IRowFunction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Invoke(int tile)
        {
            int first = tile * rowsPerTile;
            int end = Math.Min(rows, first + rowsPerTile);
            switch (InstructionSets.Current)
            {
                case InstructionSet.Avx512: Rows<Lanes512<T>>(first, end); break;
                case InstructionSet.Avx2: Rows<Lanes256<T>>(first, end); break;
                case InstructionSet.Vector128: Rows<Lanes128<T>>(first, end); break;
                default: Rows<Lanes1<T>>(first, end); break;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Rows<L>(int first, int end)
            where L : unmanaged, IFloatLanes<L, T>
        {
            for (int row = first; row < end; row++)
            {
                nint at = (nint)row * width;
                TFunction.Row<L, T>(x + at, other == null ? null : other + at, y + at, width);
            }
        }
    }
}
