namespace Kiln.Bench;

/// <summary>Whether a comparison is where it should be: ahead of its peer by as much as is aimed at, or as fast as memory lets anything be.</summary>
internal enum Verdict
{
    /// <summary>Nothing is aimed at.</summary>
    None,

    /// <summary>The ratio reaches the bar.</summary>
    Reached,

    /// <summary>The ratio does not reach the bar, but the bytes that have to move take nearly all of the time: no program would be much faster.</summary>
    AtBandwidth,

    /// <summary>Neither.</summary>
    Missed,
}

/// <summary>The rule behind <see cref="Verdict"/>.</summary>
internal static class Verdicts
{
    /// <summary>The share of the measured bandwidth from which memory is what bounds a kernel. Two measurements of the bandwidth itself differ by as much.</summary>
    public const double BandwidthShare = 0.95;

    public static Verdict Of(double ratio, double bar, double share, string? bound) =>
        bar <= 0 ? Verdict.None
        : ratio >= bar ? Verdict.Reached
        : bound == "memory" && share >= BandwidthShare ? Verdict.AtBandwidth
        : Verdict.Missed;
}
