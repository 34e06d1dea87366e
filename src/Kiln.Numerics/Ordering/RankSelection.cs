using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>Values by their rank in ascending order, found without sorting all of them.</summary>
/// <remarks>
/// A sorted sample tells between which values those of a rank lie, all but certainly; one pass keeps these, and among them the search goes on (R. Floyd and R. Rivest,
/// Expected time bounds for selection, 1975). When the sample deceives, all are sorted.
/// </remarks>
public static class RankSelection
{
    // Below this sorting is as fast.
    private const int Small = 1024;

    /// <summary>The values of some ranks.</summary>
    /// <param name="values">Numbers, none of them NaN; they stay as they are.</param>
    /// <param name="ranks">Ranks, ascending, from 0 for the smallest value.</param>
    /// <param name="found">The value of each rank.</param>
    /// <exception cref="ArgumentException">A rank is negative, below the one before, or not below the number of values, or there is too little room for the results.</exception>
    public static void Select(ReadOnlySpan<double> values, ReadOnlySpan<int> ranks, Span<double> found)
    {
        var least = 0;
        foreach (var rank in ranks)
        {
            if (rank < least || rank >= values.Length || found.Length < ranks.Length)
            {
                throw new ArgumentException($"selection: rank {rank} after {least} of {values.Length} values into {found.Length} places; expected ascending ranks, each with a place");
            }

            least = rank;
        }

        if (ranks.Length > 0)
        {
            Find(values, ranks, found);
        }
    }

    private static void Find(ReadOnlySpan<double> values, ReadOnlySpan<int> ranks, Span<double> found)
    {
        var room = ArrayPool<double>.Shared.Rent(values.Length);
        if (values.Length <= Small || !Narrow(values, ranks, found, room))
        {
            var sorted = room.AsSpan(0, values.Length);
            values.CopyTo(sorted);
            sorted.Sort();
            for (var i = 0; i < ranks.Length; i++)
            {
                found[i] = sorted[ranks[i]];
            }
        }

        ArrayPool<double>.Shared.Return(room);
    }

    /// <summary>Looks for the ranks among the few values that a sample says they are among; false when it was wrong, or says nothing.</summary>
    private static bool Narrow(ReadOnlySpan<double> values, ReadOnlySpan<int> ranks, Span<double> found, Span<double> room)
    {
        var size = (int)Math.Pow(values.Length, 2.0 / 3);
        var rented = ArrayPool<double>.Shared.Rent(size);
        var sample = rented.AsSpan(0, size);
        for (var i = 0; i < sample.Length; i++)
        {
            sample[i] = values[(int)((long)i * values.Length / sample.Length)];
        }

        sample.Sort();

        // Three standard deviations of the place of the median, more of the others'.
        var gap = 1.5 * Math.Sqrt(sample.Length);
        var share = (double)sample.Length / values.Length;
        var right = true;
        for (var first = 0; first < ranks.Length && right;)
        {
            // Ranks near to each other are looked for together.
            var end = first + 1;
            while (end < ranks.Length && (ranks[end] - ranks[first]) * share <= gap / 2)
            {
                end++;
            }

            var (from, to) = ((int)((ranks[first] * share) - gap), (int)Math.Ceiling((ranks[end - 1] * share) + gap));
            var low = from < 0 ? double.NegativeInfinity : sample[from];
            var high = to >= sample.Length ? double.PositiveInfinity : sample[to];
            var (kept, below) = Keep(values, low, high, room);
            right = below <= ranks[first] && ranks[end - 1] < below + kept && (kept <= values.Length / 2 || low == high);
            if (right && low == high)
            {
                found[first..end].Fill(low);
            }
            else if (right)
            {
                var within = new int[end - first];
                for (var i = first; i < end; i++)
                {
                    within[i - first] = ranks[i] - below;
                }

                Find(room[..kept], within, found[first..end]);
            }

            first = end;
        }

        ArrayPool<double>.Shared.Return(rented);
        return right;
    }

    /// <summary>Copies the values from low to high, and counts those below.</summary>
    private static (int Kept, int Below) Keep(ReadOnlySpan<double> values, double low, double high, Span<double> room)
    {
        int kept = 0, below = 0, i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            // Four at a time: most are on one side, and the few that are not are taken one by one.
            ref var start = ref MemoryMarshal.GetReference(values);
            var (lows, highs) = (Vector256.Create(low), Vector256.Create(high));
            var counts = Vector256<long>.Zero;
            for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            {
                var x = Vector256.LoadUnsafe(ref start, (nuint)i);
                var under = Vector256.LessThan(x, lows);
                counts -= under.AsInt64();
                var inside = (~(under | Vector256.GreaterThan(x, highs))).ExtractMostSignificantBits();
                for (; inside != 0; inside &= inside - 1)
                {
                    room[kept++] = values[i + BitOperations.TrailingZeroCount(inside)];
                }
            }

            below = (int)Vector256.Sum(counts);
        }

        for (; i < values.Length; i++)
        {
            // Without a branch, for none could be predicted: a value that is not kept is written over by the next.
            room[kept] = values[i];
            kept += (values[i] >= low ? 1 : 0) & (values[i] <= high ? 1 : 0);
            below += values[i] < low ? 1 : 0;
        }

        return (kept, below);
    }
}
