namespace Kiln.Bench;

/// <summary>A median and where it lies with 95 %.</summary>
internal readonly record struct Estimate(double Median, double Low, double High);

/// <summary>Summaries that a few disturbed rounds do not move.</summary>
internal static class Statistics
{
    /// <summary>The median, and the pair of order statistics that holds it with 95 % (by the binomial of signs; below six samples, all of them).</summary>
    public static Estimate Summarize(IReadOnlyList<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        var n = sorted.Length;
        var rank = (int)Math.Max(0, Math.Floor((n / 2.0) - (0.98 * Math.Sqrt(n))));
        return new Estimate(Median(sorted), sorted[rank], sorted[n - 1 - rank]);
    }

    /// <summary>The middle of sorted numbers.</summary>
    public static double Median(IReadOnlyList<double> sorted)
    {
        var n = sorted.Count;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[(n / 2) - 1] + sorted[n / 2]) / 2;
    }
}
