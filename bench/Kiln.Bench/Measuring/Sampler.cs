using System.Diagnostics;

namespace Kiln.Bench;

/// <summary>Times runs in samples long enough for the clock.</summary>
internal static class Sampler
{
    /// <summary>How long a sample aims to be; a run that is longer is a sample of its own.</summary>
    public const double SampleSeconds = 0.03;

    /// <summary>Warms up (the JIT's tiers, page faults, caches) and finds what one run takes.</summary>
    public static double Calibrate(Action run)
    {
        var warm = Stopwatch.StartNew();
        var runs = 0;
        do
        {
            run();
            runs++;
        }
        while (runs < 2 || warm.Elapsed.TotalSeconds < 0.3);

        // The last runs are the warm ones.
        return Time(run, Math.Max(1, runs / 10));
    }

    /// <summary>How many runs make a sample.</summary>
    public static int Count(double once) => Math.Max(1, (int)(SampleSeconds / once));

    /// <summary>The time of one run in seconds, over some runs.</summary>
    public static double Sample(Action run, double once)
    {
        // What ran in between left the caches cold and the threads asleep: that is nobody's to measure.
        if (once < 0.02)
        {
            run();
        }

        return Time(run, Count(once));
    }

    private static double Time(Action run, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            run();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / count;
    }
}
