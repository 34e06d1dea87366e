namespace Kiln.Bench;

/// <summary>What a comparison gave.</summary>
/// <param name="Comparison">Which.</param>
/// <param name="Threads">Kiln's threads.</param>
/// <param name="Rounds">How many rounds were measured.</param>
/// <param name="Seconds">Kiln's time of one run, the median.</param>
/// <param name="Peers">What the peers gave, the best first.</param>
/// <param name="Missing">Why peers are missing; empty when none is.</param>
internal sealed record Outcome(
    Comparison Comparison, int Threads, int Rounds, double Seconds, IReadOnlyList<PeerOutcome> Peers, IReadOnlyList<string> Missing);

/// <summary>What one peer gave.</summary>
/// <param name="Name">The peer and its version.</param>
/// <param name="Seconds">Its time of one run, the median.</param>
/// <param name="Ratio">Its time ÷ Kiln's, round by round: above 1 Kiln is ahead.</param>
internal sealed record PeerOutcome(string Name, double Seconds, Estimate Ratio);
