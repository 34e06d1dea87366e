using System.Buffers;
using Kiln.Numerics;

namespace Kiln.Evaluation;

/// <summary>
/// The order of one long list of scores, from the highest or the lowest. The upper half of a score's bits and its place fit into 64 bits,
/// which three passes of a radix sort put in order at half the memory of full keys; the few scores that agree in the upper half are then
/// put right by comparison, and where there are many of those, the sort over full keys takes over.
/// </summary>
internal static class ScoreOrder
{
    // Below this the counters of the radix sort cost more than they save.
    private const int Small = 1024;

    /// <summary>The places of the scores in order; equal scores in any order. The scores are finite.</summary>
    public static void Sort(ReadOnlySpan<double> scores, Span<int> order, bool descending)
    {
        var n = scores.Length;
        if (n < Small || !TrySort(scores, order, descending))
        {
            var full = ArrayPool<long>.Shared.Rent(n);
            Ordering.Sort(scores, full.AsSpan(0, n), 1, n, 1, descending);
            for (var i = 0; i < n; i++)
            {
                order[i] = (int)full[i];
            }

            ArrayPool<long>.Shared.Return(full);
        }
    }

    private static bool TrySort(ReadOnlySpan<double> scores, Span<int> order, bool descending)
    {
        var n = scores.Length;
        var rented = ArrayPool<ulong>.Shared.Rent(2 * n);
        var items = rented.AsSpan(0, n);
        var spare = rented.AsSpan(n, n);
        Span<int> counts = new int[3 * 2048];
        var low = counts[..2048];
        var middle = counts[2048..4096];
        var high = counts[4096..];
        var flip = descending ? ~0u : 0u;
        for (var i = 0; i < n; i++)
        {
            // + 0.0 makes −0 the 0 that it is equal to. The bits of a double order like the number when those of negatives are turned over.
            var bits = BitConverter.DoubleToInt64Bits(scores[i] + 0.0);
            var key = ((uint)(bits >> 32) ^ ((uint)(bits >> 63) | 0x8000_0000u)) ^ flip;
            items[i] = ((ulong)key << 32) | (uint)i;
            low[(int)(key & 2047)]++;
            middle[(int)((key >> 11) & 2047)]++;
            high[(int)(key >> 22)]++;
        }

        Pass(items, spare, low, 32);
        Pass(spare, items, middle, 43);
        Pass(items, spare, high, 54);
        var done = Repair(spare, scores, order, descending);
        ArrayPool<ulong>.Shared.Return(rented);
        return done;
    }

    private static void Pass(ReadOnlySpan<ulong> from, Span<ulong> to, Span<int> counts, int shift)
    {
        var sum = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            (counts[i], sum) = (sum, sum + counts[i]);
        }

        foreach (var item in from)
        {
            to[counts[(int)((item >> shift) & 2047)]++] = item;
        }
    }

    /// <summary>Writes the places, putting neighbors in order whose upper halves agree; false when that is too much work.</summary>
    private static bool Repair(ReadOnlySpan<ulong> items, ReadOnlySpan<double> scores, Span<int> order, bool descending)
    {
        var moves = 4L * items.Length;
        for (var i = 0; i < items.Length; i++)
        {
            var place = (int)(uint)items[i];
            var at = i;
            if (i > 0 && items[i] >> 32 == items[i - 1] >> 32)
            {
                var score = scores[place];
                while (at > 0 && items[at - 1] >> 32 == items[i] >> 32
                    && (descending ? scores[order[at - 1]] < score : scores[order[at - 1]] > score))
                {
                    order[at] = order[at - 1];
                    at--;
                    if (--moves < 0)
                    {
                        return false;
                    }
                }
            }

            order[at] = place;
        }

        return true;
    }
}
