using System.Buffers;

namespace Kiln.Evaluation;

/// <summary>Medians and quantiles, plain as NumPy has them and weighted as scikit-learn has them.</summary>
internal static class OrderStatistics
{
    // Below this sorting is as fast as counting.
    private const int Small = 1024;

    /// <summary>The median: the mean of the two middle values of an even number of them; NaN when one is NaN. The values are reordered.</summary>
    public static double Median(Span<double> values)
    {
        if (double.IsNaN(PairSum.Of(values, values, default, new AbsoluteTerm())))
        {
            return double.NaN;
        }

        var (low, high) = Neighbors(values, values.Length / 2);
        return values.Length % 2 == 1 ? high : 0.5 * (low + high);
    }

    /// <summary>The quantile by linear interpolation between the two values around position q (n − 1). The values are reordered.</summary>
    public static double Quantile(Span<double> values, double q)
    {
        var position = q * (values.Length - 1);
        var rank = (int)Math.Floor(position);
        var share = position - rank;
        if (share == 0)
        {
            return Neighbors(values, rank).High;
        }

        var (low, high) = Neighbors(values, rank + 1);
        return share >= 0.5 ? high - ((high - low) * (1 - share)) : low + ((high - low) * share);
    }

    /// <summary>
    /// The first value, in ascending order, at which the weights up to there reach the share <paramref name="q"/> of them all: the lower
    /// weighted quantile.
    /// </summary>
    public static double WeightedQuantile(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double q)
    {
        var order = new int[values.Length];
        if (double.IsNaN(PairSum.Of(values, values, default, new TruthTerm())))
        {
            return double.NaN;
        }

        ScoreOrder.Sort(values, order, descending: false);
        var cumulative = new double[values.Length];
        var sum = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            sum += weights[order[i]];
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

        return values[order[at]];
    }

    /// <summary>The values of a rank, counted from 0, and of the one before (of rank 0 the same twice). The values are reordered.</summary>
    /// <remarks>
    /// A sample tells between which values the ranks must lie, and one pass keeps those: R. Floyd and R. Rivest, Expected Time Bounds for
    /// Selection, 1975. When the sample deceives, or most values are equal, all are sorted.
    /// </remarks>
    private static (double Low, double High) Neighbors(Span<double> values, int rank)
    {
        if (values.Length > Small)
        {
            var (low, high) = Bracket(values, rank);
            var rented = ArrayPool<double>.Shared.Rent(values.Length);
            int kept = 0, below = 0;
            foreach (var value in values)
            {
                // Without a branch, for none could be predicted: a value that is not kept is written over by the next.
                rented[kept] = value;
                kept += (value >= low ? 1 : 0) & (value <= high ? 1 : 0);
                below += value < low ? 1 : 0;
            }

            (double, double)? found = Math.Max(0, rank - 1) >= below && rank < below + kept && kept < values.Length
                ? Neighbors(rented.AsSpan(0, kept), rank - below)
                : null;
            ArrayPool<double>.Shared.Return(rented);
            if (found is { } result)
            {
                return result;
            }
        }

        values.Sort();
        return (values[Math.Max(0, rank - 1)], values[rank]);
    }

    /// <summary>Values below and above the two of a rank and the one before, all but certainly.</summary>
    private static (double Low, double High) Bracket(ReadOnlySpan<double> values, int rank)
    {
        var sample = new double[(int)Math.Pow(values.Length, 2.0 / 3)];
        for (var i = 0; i < sample.Length; i++)
        {
            sample[i] = values[(int)((long)i * values.Length / sample.Length)];
        }

        Array.Sort(sample);
        var place = (double)rank / values.Length * sample.Length;
        var gap = 1.5 * Math.Sqrt(sample.Length); // Three standard deviations of the median's place, and more of the others'.
        var (low, high) = ((int)(place - gap), (int)Math.Ceiling(place + gap));
        return (low < 0 ? double.NegativeInfinity : sample[low], high >= sample.Length ? double.PositiveInfinity : sample[high]);
    }
}
