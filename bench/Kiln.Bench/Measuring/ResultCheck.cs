namespace Kiln.Bench;

/// <summary>Whether Kiln and its peers computed the same.</summary>
internal static class ResultCheck
{
    /// <summary>Up to 64 numbers, evenly spaced, as peers/peer.py picks them.</summary>
    public static double[] Pick(Array values)
    {
        var step = Math.Max(1, (values.Length + 63) / 64);
        var picked = new List<double>();
        for (var i = 0; i < values.Length; i += step)
        {
            picked.Add(values is float[] floats ? floats[i] : ((double[])values)[i]);
        }

        return [.. picked];
    }

    /// <summary>Runs each side once and prints the largest difference, relative to the largest number; false when one is above a thousandth.</summary>
    public static bool Run(Comparison comparison, PeerPool pool, int threads)
    {
        var trial = comparison.Prepare();
        trial.Run();
        if (trial.Result is null)
        {
            Console.WriteLine($"{comparison.Name}: no result to compare");
            return true;
        }

        var ours = Pick(trial.Result());
        var good = true;
        foreach (var peer in comparison.Peers)
        {
            var process = pool.Take(peer.Kind, threads, 0, out var why);
            if (process is null || process.Prepare(peer, out why) is not { } ready)
            {
                Console.WriteLine($"{comparison.Name}: {why}");
                continue;
            }

            var theirs = process.Result();
            process.Drop();
            if (theirs.Length == 0)
            {
                Console.WriteLine($"{comparison.Name}: {ready.Name} gives no result to compare");
                continue;
            }

            var (difference, place) = Difference(ours, theirs);
            var same = difference < 1e-3;
            good &= same;
            var where = same || place < 0 ? string.Empty : $"; number {place}: {ours[place]:G6} here, {theirs[place]:G6} there";
            Console.WriteLine(
                $"{comparison.Name}: {ready.Name}: {(same ? "the same" : "DIFFERENT")} (largest difference {difference:0.0e0} of the largest number{where})");
        }

        return good;
    }

    /// <summary>The largest difference relative to the largest number, and where it is; −1 when the lengths differ.</summary>
    private static (double Difference, int Place) Difference(double[] ours, double[] theirs)
    {
        if (ours.Length != theirs.Length)
        {
            return (double.PositiveInfinity, -1);
        }

        var (most, place) = (0.0, 0);
        for (var i = 0; i < ours.Length; i++)
        {
            var difference = Math.Abs(ours[i] - theirs[i]);
            if (!(difference <= most)) // NaN counts as the largest.
            {
                (most, place) = (difference, i);
            }
        }

        return (double.IsNaN(most) ? double.PositiveInfinity : most / Math.Max(ours.Max(Math.Abs), double.Epsilon), place);
    }
}
