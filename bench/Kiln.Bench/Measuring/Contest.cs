namespace Kiln.Bench;

/// <summary>Measures one comparison: Kiln and its peers take turns, round by round.</summary>
internal static class Contest
{
    /// <summary>
    /// A pause before each turn, after which the team of threads that was at work before has given up spinning (Kiln's after half a millisecond,
    /// OpenMP's and OpenBLAS's after some milliseconds).
    /// </summary>
    private const int SettleMilliseconds = 10;

    private const int LeastRounds = 3;

    public static Outcome Run(Comparison comparison, PeerPool pool, BenchOptions options, int threads)
    {
        var trial = comparison.Prepare();
        var once = Sampler.Calibrate(trial.Run);
        var missing = new List<string>();
        var peers = new List<(PeerProcess Process, string Name, List<double> Times, List<double> Ratios)>();
        var length = Length(once);
        foreach (var peer in comparison.Peers.Where(p => p.Threads != threads)) // What is asked with another number of threads may be this one.
        {
            // Two tasks of one kind are measured side by side, so each has a process of its own.
            var slot = peers.Count(p => p.Process.Kind == peer.Kind);
            var process = pool.Take(peer.Kind, peer.Threads > 0 ? peer.Threads : threads, slot, out var why);
            if (process is null || process.Prepare(peer, out why) is not { } ready)
            {
                missing.Add(why);
                continue;
            }

            length += Length(ready.Seconds);
            var label = peer.Threads > 0 ? $"{ready.Name}, threads: {peer.Threads}" : ready.Name;
            peers.Add((process, label, [], []));
        }

        var rounds = Math.Clamp((int)(options.Seconds / length), Math.Min(LeastRounds, options.Rounds), options.Rounds);
        var ours = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            // The order rotates, so that a disturbance and the state the last one leaves behind meet all.
            for (var turn = 0; turn <= peers.Count; turn++)
            {
                Thread.Sleep(SettleMilliseconds);
                var who = (round + turn) % (peers.Count + 1);
                if (who == peers.Count)
                {
                    ours.Add(Sampler.Sample(trial.Run, once));
                }
                else
                {
                    peers[who].Times.Add(peers[who].Process.Sample());
                }
            }

            foreach (var peer in peers)
            {
                peer.Ratios.Add(peer.Times[^1] / ours[^1]);
            }
        }

        foreach (var (process, _, _, _) in peers)
        {
            process.Drop();
        }

        return new Outcome(
            comparison,
            threads,
            rounds,
            Statistics.Summarize(ours).Median,
            [
                .. peers.Select(p => new PeerOutcome(p.Name, Statistics.Summarize(p.Times).Median, Statistics.Summarize(p.Ratios)))
                    .OrderBy(p => p.Ratio.Median),
            ],
            missing);
    }

    private static double Length(double once) => Math.Max(Sampler.SampleSeconds, once) + (SettleMilliseconds / 1000.0) + (once < 0.02 ? once : 0);
}
