namespace Kiln.Tokenizers;

/// <summary>
/// Deals the texts of a batch out to threads: each has a part of its own, which it takes from the front in runs, and when that is done it takes runs from the ends of the others' parts.
/// </summary>
/// <remarks>
/// Texts that lie near each other share words, and each thread remembers words for itself: where threads took turns over all texts, each would have to learn the words of all of them.
/// </remarks>
/// <param name="count">How many texts there are.</param>
/// <param name="threads">How many threads.</param>
/// <param name="size">How many texts are a run.</param>
internal sealed class BatchRuns(int count, int threads, int size)
{
    // In places of eight bytes: two lines of the cache, so that threads do not wait for each other's.
    private const int Apart = 16;

    // What is left of each part, its first text in the lower half and the end in the upper one.
    private readonly long[] _left = MakeParts(count, threads);

    /// <summary>Takes a run; false when all are taken.</summary>
    /// <param name="thread">The number of the thread.</param>
    /// <param name="start">The first text.</param>
    /// <param name="end">The end.</param>
    public bool TryTake(int thread, out int start, out int end)
    {
        for (var i = 0; i < threads; i++)
        {
            ref var left = ref _left[(((thread + i) % threads) + 1) * Apart];
            for (var seen = Volatile.Read(ref left); (int)seen < (int)(seen >> 32);)
            {
                var (first, last) = ((int)seen, (int)(seen >> 32));
                (start, end) = i == 0 ? (first, Math.Min(last, first + size)) : (Math.Max(first, last - size), last);
                var found = Interlocked.CompareExchange(ref left, i == 0 ? Pack(end, last) : Pack(first, start), seen);
                if (found == seen)
                {
                    return true;
                }

                seen = found;
            }
        }

        (start, end) = (count, count);
        return false;
    }

    private static long[] MakeParts(int count, int threads)
    {
        var parts = new long[(threads + 2) * Apart];
        for (var thread = 0; thread < threads; thread++)
        {
            parts[(thread + 1) * Apart] = Pack((int)((long)count * thread / threads), (int)((long)count * (thread + 1) / threads));
        }

        return parts;
    }

    private static long Pack(int first, int last) => ((long)last << 32) | (uint)first;
}
