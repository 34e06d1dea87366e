using System.Buffers;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Dense results made row by row, in blocks side by side. A result too large for the caches is made piece by piece aside and streamed to its place.</summary>
internal static class ResultRows
{
    /// <summary>Values of a piece: 16 KB, half a first-level cache.</summary>
    private const int Piece = 2048;

    /// <summary>Makes a result.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Values of a row of the result.</param>
    /// <param name="valuesRead">How many values are read for all of it.</param>
    /// <param name="fill">Makes some rows: the first, the one behind the last, and where to.</param>
    /// <param name="into">Takes the result, as long as it is: a new array by default, or the array that is read, when each value is made of the one in its place.</param>
    public static double[] Make(int rows, int columns, long valuesRead, FillRows fill, double[]? into = null)
    {
        var result = into ?? LargeArray.Uninitialized<double>(checked(rows * columns));
        var streams = into is null && columns <= 8 * Piece && StreamedCopy.Pays(valuesRead * sizeof(double), (long)result.Length * sizeof(double));
        var step = Math.Max(1, Piece / columns);
        NumberedBlocks.Run(rows, columns, (_, from, to) =>
        {
            if (!streams)
            {
                fill(from, to, result.AsSpan(from * columns, (to - from) * columns));
                return;
            }

            var room = ArrayPool<double>.Shared.Rent(step * columns);
            for (var row = from; row < to; row += step)
            {
                var end = Math.Min(to, row + step);
                var piece = room.AsSpan(0, (end - row) * columns);
                fill(row, end, piece);
                StreamedCopy.Copy(piece, result.AsSpan(row * columns, piece.Length));
            }

            ArrayPool<double>.Shared.Return(room);
        });
        return result;
    }
}

/// <summary>Makes some rows of a result.</summary>
internal delegate void FillRows(int from, int to, Span<double> target);
