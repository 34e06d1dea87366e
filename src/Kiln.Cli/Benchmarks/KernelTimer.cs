using System.Diagnostics;

namespace Kiln.Cli;

/// <summary>Times a kernel: the median of samples that are long enough for the clock.</summary>
internal static class KernelTimer
{
    private const double SampleSeconds = 0.01;
    private const int LeastSamples = 3;

    /// <summary>The seconds of one run.</summary>
    /// <param name="run">The kernel.</param>
    /// <param name="seconds">How long to measure, after as long a warm-up at most.</param>
    /// <param name="cancel">Ends the measurement early.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was canceled.</exception>
    public static double Measure(Action run, double seconds, CancellationToken cancel)
    {
        var warm = Stopwatch.StartNew();
        var runs = 0;
        do
        {
            cancel.ThrowIfCancellationRequested();
            run();
            runs++;
        }
        while (runs < 2 || warm.Elapsed.TotalSeconds < seconds / 2);

        var once = Sample(run, 1);
        var count = (int)Math.Clamp(SampleSeconds / once, 1, 1_000_000);
        var samples = new List<double>();
        var all = Stopwatch.StartNew();
        while (samples.Count < LeastSamples || all.Elapsed.TotalSeconds < seconds)
        {
            cancel.ThrowIfCancellationRequested();
            samples.Add(Sample(run, count));
        }

        samples.Sort();
        return samples[samples.Count / 2];
    }

    private static double Sample(Action run, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            run();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / count;
    }
}
