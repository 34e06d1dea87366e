using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// The two products of the forward pass for a few rows, with keys and values read where they lie: each key is one row of memory that is multiplied by
/// all queries while it passes through the registers.
/// </summary>
internal static unsafe class AttentionDirect<T, TVector, TLanes, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
    where L : unmanaged, IFloatLanes<L, T>
{
    /// <summary>Scores of some rows and keys: dot products of both along their size, four keys and up to four rows at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scores(T* keys, nint stride, int count, int rows, int size, T* query, T* scores, nint scoresRow)
    {
        T* sums = stackalloc T[16];
        for (var key = 0; key < count; key += 4)
        {
            // Past the last key the last one is read again, and its sum left alone.
            var exist = Math.Min(4, count - key);
            var k0 = keys + (key * stride);
            var k1 = exist > 1 ? k0 + stride : k0;
            var k2 = exist > 2 ? k1 + stride : k1;
            var k3 = exist > 3 ? k2 + stride : k2;
            for (var row = 0; row < rows; row += 4)
            {
                var height = Math.Min(4, rows - row);
                DotKernels<T, TVector, TLanes>.Run(height, query + ((nint)row * size), size, k0, k1, k2, k3, size, sums);
                for (var i = 0; i < height; i++)
                {
                    for (var j = 0; j < exist; j++)
                    {
                        scores[((row + i) * scoresRow) + key + j] = sums[(i * 4) + j];
                    }
                }
            }
        }
    }

    /// <summary>output = weights · values [+ output].</summary>
    /// <param name="weights">(rows, keys).</param>
    /// <param name="weightsRow">From one row of weights to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="count">Keys.</param>
    /// <param name="values">(keys, width).</param>
    /// <param name="stride">From one value to the next.</param>
    /// <param name="output">(rows, width).</param>
    /// <param name="width">Whole vectors.</param>
    /// <param name="accumulate">Add to the output.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(T* weights, nint weightsRow, int rows, int count, T* values, nint stride, T* output, int width, bool accumulate)
    {
        // Four vectors at a time where the registers hold all rows: with one or two rows, two vectors' sums would wait for one another.
        var wide = 4 * TLanes.Count;
        var column = 0;
        if (rows <= TLanes.MaxRows(4))
        {
            TileJob<T> job = default;
            job.A = weights;
            job.ARow = weightsRow;
            job.AStep = 1;
            job.BStep = stride;
            job.Terms = count;
            job.Segments = 1;
            job.CRow = width;
            job.LastLanes = TLanes.Count;
            job.Accumulate = accumulate;
            for (; column <= width - wide; column += wide)
            {
                job.B = values + column;
                job.C = output + column;
                TileKernels<T, TVector, TLanes>.Run4(rows, &job);
            }
        }

        if (column < width)
        {
            BlockProduct<T, TVector, TLanes>.Run(
                rows,
                width - column,
                count,
                weights,
                weightsRow,
                1,
                values + column,
                stride,
                BlockProduct<T, TVector, TLanes>.PanelWidth,
                output + column,
                width,
                accumulate);
        }
    }
}
