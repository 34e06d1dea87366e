using Kiln.Numerics;

namespace Kiln.Evaluation;

/// <summary>Medians and quantiles, plain as NumPy has them and weighted as scikit-learn has them.</summary>
internal static class OrderStatistics
{
    // Below this sorting is as fast as counting.
    private const int Small = 1024;

    /// <summary>The median: the mean of the two middle values of an even number of them; NaN when one is NaN. The values are reordered.</summary>
    public static double Median(Span<double> values)
    {
        foreach (var value in values)
        {
            if (double.IsNaN(value))
            {
                return double.NaN;
            }
        }

        var high = Select(values, values.Length / 2);
        if (values.Length % 2 == 1)
        {
            return high;
        }

        return 0.5 * (Before(values, high, values.Length / 2) + high);
    }

    /// <summary>The quantile by linear interpolation between the two values around position q (n − 1).</summary>
    public static double Quantile(Span<double> values, double q)
    {
        var position = q * (values.Length - 1);
        var rank = (int)Math.Floor(position);
        var share = position - rank;
        if (share == 0)
        {
            return Select(values, rank);
        }

        var high = Select(values, rank + 1);
        var low = Before(values, high, rank + 1);
        return share >= 0.5 ? high - ((high - low) * (1 - share)) : low + ((high - low) * share);
    }

    /// <summary>
    /// The first value, in ascending order, at which the weights up to there reach the share <paramref name="q"/> of them all: the lower
    /// weighted quantile.
    /// </summary>
    public static double WeightedQuantile(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double q)
    {
        var order = new long[values.Length];
        Ordering.Sort(values, order, 1, values.Length, 1, descending: false);
        var cumulative = new double[values.Length];
        var sum = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            sum += weights[(int)order[i]];
            cumulative[i] = sum;
        }

        // A share of nothing is the first value with any weight.
        var wanted = q * sum;
        wanted = wanted == 0 ? double.Epsilon : wanted;
        var at = 0;
        while (at < cumulative.Length - 1 && cumulative[at] < wanted)
        {
            at++;
        }

        return values[(int)order[at]];
    }

    /// <summary>The value of a rank, counted from 0. The values are reordered.</summary>
    private static double Select(Span<double> values, int rank)
    {
        if (values.Length <= Small)
        {
            values.Sort();
            return values[rank];
        }

        // The bits of a double, with the sign's half turned over, order like the number. Counting by sign and exponent first, then by ever
        // more of the significand, leaves a handful of candidates after two passes.
        var keys = new ulong[values.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Key(values[i]);
        }

        Span<int> counts = new int[4096];
        var candidates = keys.AsSpan();
        for (var shift = 52; shift >= 4 && candidates.Length > Small; shift -= 12)
        {
            counts.Clear();
            foreach (var key in candidates)
            {
                counts[(int)((key >> shift) & 4095)]++;
            }

            var digit = 0;
            while (rank >= counts[digit])
            {
                rank -= counts[digit++];
            }

            var kept = 0;
            foreach (var key in candidates)
            {
                candidates[kept] = key;
                kept += (int)((key >> shift) & 4095) == digit ? 1 : 0;
            }

            candidates = candidates[..kept];
        }

        candidates.Sort();
        var bits = candidates[rank];
        return BitConverter.UInt64BitsToDouble((bits & (1UL << 63)) != 0 ? bits ^ (1UL << 63) : ~bits);
    }

    /// <summary>The value of the rank before that of <paramref name="value"/>.</summary>
    private static double Before(ReadOnlySpan<double> values, double value, int rank)
    {
        var below = double.NegativeInfinity;
        var count = 0;
        foreach (var other in values)
        {
            if (other < value)
            {
                count++;
                below = Math.Max(below, other);
            }
        }

        return count == rank ? below : value;
    }

    private static ulong Key(double value)
    {
        // −0 and 0 are equal.
        var bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return (bits & (1UL << 63)) != 0 ? ~bits : bits | (1UL << 63);
    }
}
