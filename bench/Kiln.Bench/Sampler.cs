using System.Diagnostics;

namespace Kiln.Bench;

/// <summary>Times runs in samples long enough for the clock.</summary>
internal static class Sampler
{
    private const double SampleSeconds = 0.03;

    /// <summary>Warms up (the JIT's tiers, page faults, caches) and finds how many runs make a sample.</summary>
    public static int Calibrate(Action run)
    {
        var warm = Stopwatch.StartNew();
        var runs = 0;
        do
        {
            run();
            runs++;
        }
        while (warm.Elapsed.TotalSeconds < 0.3 || runs < 5);

        // The last runs are the warm ones.
        var start = Stopwatch.GetTimestamp();
        var count = Math.Max(1, runs / 10);
        Sample(run, count);
        return Math.Max(1, (int)(SampleSeconds * count / Stopwatch.GetElapsedTime(start).TotalSeconds));
    }

    /// <summary>The time of one run in seconds, over some runs.</summary>
    public static double Sample(Action run, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            run();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / count;
    }

    /// <summary>The median, and the pair of order statistics that holds it with 95 % (by the binomial of signs).</summary>
    public static (double Median, double Low, double High) Summarize(IReadOnlyList<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        var n = sorted.Length;
        var median = n % 2 == 1 ? sorted[n / 2] : (sorted[(n / 2) - 1] + sorted[n / 2]) / 2;
        var rank = (int)Math.Max(0, Math.Floor((n / 2.0) - (0.98 * Math.Sqrt(n))));
        return (median, sorted[rank], sorted[n - 1 - rank]);
    }
}
