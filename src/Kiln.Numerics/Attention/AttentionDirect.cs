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
    // Keys whose values are added up before the sums go back to memory.
    private const int SumKeys = 4;

    // Bytes that memory sends while its first answer is under way.
    private const int Far = 4096;

    // The same where one query a head is all there is to do with a key: four pages, since the processor's own prefetcher stops at the end of each.
    private const int FarAlone = 16384;

    /// <summary>Scores of some rows and keys: dot products of both along their size.</summary>
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
        var time = problem.Key.Time;
        var perKey = g.HeadsPerKeyHead * rows.Queries;
        var heads = rows.Count / Math.Max(1, perKey);
        var first = problem.Key.Row(keys.Batch, keys.First, keys.Head);
        var sums = stackalloc T[8];
        if (rows.Count == 1)
        {
            for (var key = 0; key < keys.Count; key += 4)
            {
                DirectProducts<T, TVector, TLanes>.Pairs(Math.Min(4, keys.Count - key), first + (key * time), time, query, 0, size, scores + key, 1, Ahead(time, 4, FarAlone), sums);
            }

            return;
        }

        if (perKey == 1)
        {
            var ahead = Ahead(time, 1, FarAlone);
            for (var key = 0; key < keys.Count; key++)
            {
                var line = first + (key * time);
                for (var row = 0; row < heads; row += 4)
                {
                    var at = line + (row * problem.Key.Head);
                    var pairs = Math.Min(4, heads - row);
                    DirectProducts<T, TVector, TLanes>.Pairs(
                        pairs, at, problem.Key.Head, query + ((nint)row * size), size, size, scores + (row * scoresRow) + key, scoresRow, ahead, sums);
                }
            }

            return;
        }

        for (var key = 0; key < keys.Count; key += 2)
        {
            var two = key + 1 < keys.Count;
            for (var head = 0; head < heads; head++)
            {
                var at = first + (key * time) + (head * problem.Key.Head);
                for (var row = head * perKey; row < (head + 1) * perKey; row += 4)
                {
                    var height = Math.Min(4, ((head + 1) * perKey) - row);
                    var queries = query + ((nint)row * size);
                    var to = scores + (row * scoresRow) + key;
                    if (two)
                    {
                        DirectProducts<T, TVector, TLanes>.TwoKeys(at, time, height, queries, size, size, to, scoresRow, Ahead(time, 2, Far), sums);
                    }
                    else
                    {
                        DirectProducts<T, TVector, TLanes>.Pairs(height, at, 0, queries, size, size, to, scoresRow, 0, sums);
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
        if (!accumulate)
        {
            new Span<T>(output, rows.Count * width).Clear();
        }

        var first = problem.Value.Row(keys.Batch, keys.First, keys.Head);
        for (var key = 0; key < keys.Count; key += SumKeys)
        {
            var count = Math.Min(SumKeys, keys.Count - key);
            for (var head = 0; head < heads; head++)
            {
                var values = first + (key * problem.Value.Time) + (head * problem.Value.Head);
                var step = problem.Value.Time;
                if (!inPlace)
                {
                    AttentionPacking.Rows<L, T>(values, step, count, g.ValueSize, packed, width, hidden == null ? null : hidden + key);
                    values = packed;
                    step = width;
                }

                var row = (nint)head * perKey;
                Add(weights + (row * weightsRow) + key, weightsRow, perKey, count, values, step, inPlace ? Ahead(step, SumKeys, perKey == 1 ? FarAlone : Far) : 0, output + (row * width), width);
            }
        }
    }

    // Far enough for memory to answer, in whole steps of so many keys.
    private static nint Ahead(nint time, int keys, int bytes)
    {
        nint step = keys * time;
        return step * Math.Max(1, bytes / sizeof(T) / Math.Max(1, Math.Abs(step)));
    }

    // output += weights · values for the rows of one head.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(T* weights, nint weightsRow, int rows, int count, T* values, nint step, nint ahead, T* output, int width)
    {
        var row = 0;
        if (count == SumKeys)
        {
            for (; row + 1 < rows; row += 2)
            {
                DirectProducts<T, TVector, TLanes>.AddFourToTwo(weights + (row * weightsRow), weightsRow, values, step, ahead, output + ((nint)row * width), width);
            }

            if (row < rows)
            {
                DirectProducts<T, TVector, TLanes>.AddFour(weights + (row * weightsRow), values, step, row == 0 ? ahead : 0, output + ((nint)row * width), width);
            }

            return;
        }

        for (; row < rows; row++)
        {
            for (var key = 0; key < count; key++)
            {
                DirectProducts<T, TVector, TLanes>.AddOne(weights + (row * weightsRow) + key, values + (key * step), output + ((nint)row * width), width);
            }
        }
    }
}
