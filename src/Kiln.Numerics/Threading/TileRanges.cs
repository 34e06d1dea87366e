using System.Runtime.InteropServices;

namespace Kiln.Numerics;

/// <summary>
/// The tiles of a region as one run of neighbours for each thread: who is done with its own run takes tiles from the end of another's. The same region
/// then gives the same tiles to the same core time after time, which finds in its own cache what it wrote there in the region or the training step before,
/// and as long as nobody runs dry no two cores touch the same counter.
/// </summary>
/// <remarks>
/// A run is one word, its first tile in the lower half and the tile behind its last in the upper half, so that taking from either end is one
/// compare-and-swap. Within a region a run only shrinks, and regions do not overlap, so no value comes twice.
/// </remarks>
internal sealed class TileRanges(int threads)
{
    private readonly Run[] _runs = new Run[threads];

    /// <summary>Deals tiles out evenly to the first threads; the others get none of their own.</summary>
    public void Deal(int tiles, int takers)
    {
        for (var i = 0; i < _runs.Length; i++)
        {
            var run = 0L;
            if (i < takers)
            {
                var first = (int)((long)tiles * i / takers);
                var end = (int)((long)tiles * (i + 1) / takers);
                run = ((long)end << 32) + first;
            }
            else if (Volatile.Read(ref _runs[i].Word) == 0)
            {
                continue; // Writing would take the line away from its reader for nothing.
            }

            Volatile.Write(ref _runs[i].Word, run);
        }
    }

    /// <summary>Lets no further tile be taken.</summary>
    public void Clear()
    {
        for (var i = 0; i < _runs.Length; i++)
        {
            Volatile.Write(ref _runs[i].Word, 0);
        }
    }

    /// <summary>Takes a tile: the next one of the thread's own run, or else the last one of the next run that has any.</summary>
    /// <param name="thread">The thread, from 0.</param>
    /// <param name="from">The run to look at; starts as <paramref name="thread"/> and moves on as runs are found empty.</param>
    /// <param name="tile">The tile.</param>
    /// <returns>False when no tile is left.</returns>
    public bool TryTake(int thread, ref int from, out int tile)
    {
        while (true)
        {
            ref var word = ref _runs[from].Word;
            var seen = Volatile.Read(ref word);
            while ((int)seen < (int)(seen >> 32))
            {
                var rest = from == thread ? seen + 1 : seen - (1L << 32);
                var found = Interlocked.CompareExchange(ref word, rest, seen);
                if (found == seen)
                {
                    tile = from == thread ? (int)seen : (int)(seen >> 32) - 1;
                    return true;
                }

                seen = found;
            }

            from = from + 1 < _runs.Length ? from + 1 : 0;
            if (from == thread)
            {
                tile = 0;
                return false;
            }
        }
    }

    /// <summary>A word on a pair of cache lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Run
    {
        [FieldOffset(64)]
        public long Word;
    }
}
