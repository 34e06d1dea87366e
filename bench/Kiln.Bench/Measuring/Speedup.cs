using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>What all threads gain over one: Kiln with one thread and with all in turns, round by round, without peers.</summary>
/// <param name="Comparison">What was run.</param>
/// <param name="Rounds">How often.</param>
/// <param name="One">Seconds of the median run with one thread.</param>
/// <param name="All">Seconds of the median run with all threads.</param>
/// <param name="Gain">How many times faster all threads are; the ratio is taken round by round.</param>
internal sealed record Speedup(Comparison Comparison, int Rounds, double One, double All, Estimate Gain)
{
    /// <summary>The gain that is aimed at on two threads, for what takes a millisecond or more on one.</summary>
    public const double Bar = 1.8;

    /// <summary>How long a run takes on one thread from which on the bar counts.</summary>
    public const double LongEnough = 1e-3;

    // As between the turns of a contest: the team that a turn leaves behind gives up its cores.
    private const int SettleMilliseconds = 10;

    private const int LeastRounds = 3;

    public static Speedup Run(Comparison comparison, int threads, int rounds, double seconds)
    {
        var trial = comparison.Prepare();
        WorkerTeam.ThreadCount = threads;
        var all = Sampler.Calibrate(trial.Run);
        WorkerTeam.ThreadCount = 1;
        var one = Sampler.Calibrate(trial.Run);
        var length = Math.Max(Sampler.SampleSeconds, one) + Math.Max(Sampler.SampleSeconds, all) + (2 * SettleMilliseconds / 1000.0);
        rounds = Math.Clamp((int)(seconds / length), Math.Min(LeastRounds, rounds), rounds);
        var (ones, alls, gains) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            // Who begins alternates, so that a disturbance meets both alike.
            for (var turn = 0; turn < 2; turn++)
            {
                var single = (round + turn) % 2 == 0;
                WorkerTeam.ThreadCount = single ? 1 : threads;
                Thread.Sleep(SettleMilliseconds);
                (single ? ones : alls).Add(Sampler.Sample(trial.Run, single ? one : all));
            }

            gains.Add(ones[^1] / alls[^1]);
        }

        WorkerTeam.ThreadCount = threads;
        return new Speedup(comparison, rounds, Statistics.Summarize(ones).Median, Statistics.Summarize(alls).Median, Statistics.Summarize(gains));
    }

    /// <summary>What the roof of the work gains: multiply-adds, or the bandwidth of memory where that is what bounds all threads; 0 where the comparison does not say what it needs.</summary>
    public (double Gain, string Of) Roof(Peaks one, Peaks all)
    {
        var (floor, bound) = all.Floor(Comparison);
        return floor > 0 ? (one.Floor(Comparison).Seconds / floor, bound) : (0, "");
    }
}
