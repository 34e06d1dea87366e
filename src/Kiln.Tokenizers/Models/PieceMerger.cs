using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Tokenizers;

/// <summary>
/// Merges the symbols of a word: again and again the pair of the lowest rank, the leftmost of several (Sennrich, Haddow, Birch 2016). Short words look at all pairs
/// each time; long ones keep the pairs in a heap and the symbols in a linked list, so that the time is n log n whatever the text.
/// </summary>
internal static class PieceMerger
{
    // Looking at all pairs costs the square of the length; measured, the heap is even at about this many symbols.
    private const int LongWord = 48;

    /// <summary>Merges symbols in place.</summary>
    /// <param name="table">What merges.</param>
    /// <param name="ids">The symbols.</param>
    /// <param name="lengths">How many bytes each covers.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="ranks">Room for as many numbers.</param>
    /// <param name="links">Room for as many numbers.</param>
    /// <param name="workspace">Where the heap comes from.</param>
    /// <returns>How many symbols are left; they stand at the beginning.</returns>
    public static int Merge(MergeTable table, int[] ids, int[] lengths, int count, int[] ranks, int[] links, ModelWorkspace workspace) =>
        count < 2 ? count
        : count <= LongWord ? MergeShort(table, ids.AsSpan(0, count), lengths.AsSpan(0, count), ranks)
        : MergeLong(table, ids, lengths, count, ranks, links, workspace);

    private static int MergeShort(MergeTable table, Span<int> ids, Span<int> lengths, int[] rankRoom)
    {
        var count = ids.Length;
        ref var id = ref MemoryMarshal.GetReference(ids);
        ref var length = ref MemoryMarshal.GetReference(lengths);
        ref var rank = ref MemoryMarshal.GetArrayDataReference(rankRoom);
        var (best, at) = (MergeTable.None, 0);
        for (var i = 0; i + 1 < count; i++)
        {
            var found = table.RankOf(Unsafe.Add(ref id, i), Unsafe.Add(ref id, i + 1));
            Unsafe.Add(ref rank, i) = found;
            (best, at) = found < best ? (found, i) : (best, at);
        }

        while (best != MergeTable.None)
        {
            Unsafe.Add(ref id, at) = table.ResultOf(best);
            Unsafe.Add(ref length, at) += Unsafe.Add(ref length, at + 1);
            count--;
            for (var i = at + 1; i < count; i++)
            {
                Unsafe.Add(ref id, i) = Unsafe.Add(ref id, i + 1);
                Unsafe.Add(ref length, i) = Unsafe.Add(ref length, i + 1);
                Unsafe.Add(ref rank, i - 1) = Unsafe.Add(ref rank, i);
            }

            if (at + 1 < count)
            {
                Unsafe.Add(ref rank, at) = table.RankOf(Unsafe.Add(ref id, at), Unsafe.Add(ref id, at + 1));
            }

            if (at > 0)
            {
                Unsafe.Add(ref rank, at - 1) = table.RankOf(Unsafe.Add(ref id, at - 1), Unsafe.Add(ref id, at));
            }

            best = MergeTable.None;
            for (var i = 0; i + 1 < count; i++)
            {
                var found = Unsafe.Add(ref rank, i);
                (best, at) = found < best ? (found, i) : (best, at);
            }
        }

        return count;
    }

    private static int MergeLong(MergeTable table, int[] ids, int[] lengths, int count, int[] next, int[] previous, ModelWorkspace workspace)
    {
        // Every symbol begins at most one pair at a time. A merge adds at most two pairs and takes one away, so the heap never holds more than
        // twice the symbols; entries whose pair is no longer there are passed over when they come up.
        var heap = new PairHeap(workspace.TakeHeap(2 * count));
        for (var i = 0; i < count; i++)
        {
            (next[i], previous[i]) = (i + 1, i - 1);
            if (i + 1 < count)
            {
                heap.Append(table.RankOf(ids[i], ids[i + 1]), i);
            }
        }

        heap.Order();
        while (heap.TryTake(out var rank, out var at))
        {
            var right = next[at];
            if (lengths[at] == 0 || right >= count || table.RankOf(ids[at], ids[right]) != rank)
            {
                continue;
            }

            ids[at] = table.ResultOf(rank);
            lengths[at] += lengths[right];
            lengths[right] = 0;
            next[at] = next[right];
            if (next[at] < count)
            {
                previous[next[at]] = at;
                heap.Add(table.RankOf(ids[at], ids[next[at]]), at);
            }

            if (previous[at] >= 0)
            {
                heap.Add(table.RankOf(ids[previous[at]], ids[at]), previous[at]);
            }
        }

        var kept = 0;
        for (var i = 0; i < count; i = next[i])
        {
            (ids[kept], lengths[kept]) = (ids[i], lengths[i]);
            kept++;
        }

        return kept;
    }
}
