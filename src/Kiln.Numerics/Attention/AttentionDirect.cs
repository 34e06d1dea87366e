using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// The two products of the forward pass for a few rows, with keys and values read where they lie: each key is one row of memory that is multiplied by
/// all its queries while it passes through the registers.
/// </summary>
/// <remarks>
/// What bounds this is memory. Where the heads of a key lie side by side, they are taken a few keys at a time, all heads, then the next few keys: in the order of
/// memory. Head by head, pieces of 256 bytes kilobytes apart come in at a third of the speed.
/// </remarks>
internal static unsafe class AttentionDirect<T, TVector, TLanes, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
    where L : unmanaged, IFloatLanes<L, T>
{
    // Keys to a step of the first product: what its kernel takes at once.
    private const int ScoreKeys = 4;

    // Keys to a step of the second: as far as the tile kernels fetch ahead.
    private const int SumKeys = 16;

    /// <summary>Scores of some rows and keys: dot products of both along their size, four keys and up to four rows at a time.</summary>
    /// <param name="problem">The call.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="rows">The rows, those of the first key head first.</param>
    /// <param name="query">The scaled queries, adjacent rows.</param>
    /// <param name="scores">(rows, keys).</param>
    /// <param name="scoresRow">From one row of scores to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scores(in AttentionProblem<T> problem, in AttentionKeys keys, in AttentionBlockRows rows, T* query, T* scores, nint scoresRow)
    {
        ref readonly var g = ref problem.Geometry;
        var size = g.Size;
        var stride = problem.Key.Time;
        var perKey = g.HeadsPerKeyHead * rows.Queries;
        var heads = rows.Count / Math.Max(1, perKey);
        T* sums = stackalloc T[16];
        for (var key = 0; key < keys.Count; key += ScoreKeys)
        {
            // Past the last key the last one is read again, and its sum left alone.
            var exist = Math.Min(ScoreKeys, keys.Count - key);
            for (var head = 0; head < heads; head++)
            {
                var k0 = problem.Key.Row(keys.Batch, keys.First + key, keys.Head + head);
                var k1 = exist > 1 ? k0 + stride : k0;
                var k2 = exist > 2 ? k1 + stride : k1;
                var k3 = exist > 3 ? k2 + stride : k2;
                for (var row = head * perKey; row < (head + 1) * perKey; row += 4)
                {
                    var height = Math.Min(4, ((head + 1) * perKey) - row);
                    DotKernels<T, TVector, TLanes>.Run(height, query + ((nint)row * size), size, k0, k1, k2, k3, 0, 1, 0, size, sums);
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
    }

    /// <summary>output = weights · values [+ output].</summary>
    /// <param name="problem">The call.</param>
    /// <param name="keys">The keys whose values are summed.</param>
    /// <param name="rows">The rows, those of the first key head first.</param>
    /// <param name="weights">(rows, keys).</param>
    /// <param name="weightsRow">From one row of weights to the next.</param>
    /// <param name="output">(rows, width).</param>
    /// <param name="width">The size of a value in whole vectors.</param>
    /// <param name="accumulate">Add to the output.</param>
    /// <param name="hidden">Not zero for a key to leave out, or null.</param>
    /// <param name="packed">Room for <see cref="SumKeys"/> values, where they cannot be read in place.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(
        in AttentionProblem<T> problem,
        in AttentionKeys keys,
        in AttentionBlockRows rows,
        T* weights,
        nint weightsRow,
        T* output,
        int width,
        bool accumulate,
        T* hidden,
        T* packed)
    {
        ref readonly var g = ref problem.Geometry;
        var perKey = g.HeadsPerKeyHead * rows.Queries;
        var heads = rows.Count / Math.Max(1, perKey);
        var inPlace = hidden == null && g.ValueSize == width;
        for (var key = 0; key < keys.Count; key += SumKeys)
        {
            var count = Math.Min(SumKeys, keys.Count - key);
            for (var head = 0; head < heads; head++)
            {
                var values = problem.Value.Row(keys.Batch, keys.First + key, keys.Head + head);
                var stride = problem.Value.Time;
                if (!inPlace)
                {
                    AttentionPacking.Rows<L, T>(values, stride, count, g.ValueSize, packed, width, hidden == null ? null : hidden + key);
                    values = packed;
                    stride = width;
                }

                var row = (nint)head * perKey;
                Product(weights + (row * weightsRow) + key, weightsRow, perKey, count, values, stride, output + (row * width), width, accumulate || key > 0);
            }
        }
    }

    private static void Product(T* weights, nint weightsRow, int rows, int count, T* values, nint stride, T* output, int width, bool accumulate)
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
