using Kiln.Numerics;

namespace Kiln.Evaluation;

/// <summary>Medians and quantiles, plain as NumPy has them and weighted as scikit-learn has them.</summary>
internal static class OrderStatistics
{
    /// <summary>The median: the mean of the two middle values of an even number of them; NaN when one is NaN.</summary>
    public static double Median(ReadOnlySpan<double> values)
    {
        if (double.IsNaN(PairSum.Of(values, values, default, new AbsoluteTerm())))
        {
            return double.NaN;
        }

        var (low, high) = Neighbors(values, values.Length / 2);
        return values.Length % 2 == 1 ? high : 0.5 * (low + high);
    }

    /// <summary>The quantile by linear interpolation between the two values around position q (n − 1).</summary>
    public static double Quantile(ReadOnlySpan<double> values, double q)
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

    /// <summary>The values of a rank, counted from 0, and of the one before (of rank 0 the same twice).</summary>
    private static (double Low, double High) Neighbors(ReadOnlySpan<double> values, int rank)
    {
        Span<double> found = stackalloc double[2];
        RankSelection.Select(values, [Math.Max(0, rank - 1), rank], found);
        return (found[0], found[1]);
    }
}
