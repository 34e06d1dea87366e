namespace Kiln.Bench;

/// <summary>One thing that Kiln and a peer both do.</summary>
/// <param name="Name">What <c>bench/compare</c> selects by.</param>
/// <param name="Unit">What <paramref name="Work"/> counts, per second.</param>
/// <param name="Work">Units of work in one run: 10⁹ operations, 10³ images.</param>
/// <param name="Prepare">Makes the operands and returns one run.</param>
/// <param name="Peer">How a peer process is told to do the same: its name, then its arguments.</param>
internal sealed record Comparison(string Name, string Unit, double Work, Func<Action> Prepare, string[] Peer);
