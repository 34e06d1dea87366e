namespace Kiln.Bench;

/// <summary>
/// The peer processes of this run: one per kind, number of threads and slot, started when first needed and asked again for later comparisons, because
/// loading PyTorch takes longer than a comparison.
/// </summary>
/// <param name="folder">Where peer.py is.</param>
internal sealed class PeerPool(string folder) : IDisposable
{
    private readonly Dictionary<(string Kind, int Threads, int Slot), (PeerProcess? Process, string Why)> _started = [];

    /// <summary>The process; null, with the reason, when the peer is not installed.</summary>
    public PeerProcess? Take(string kind, int threads, int slot, out string why)
    {
        if (!_started.TryGetValue((kind, threads, slot), out var known))
        {
            known = (PeerProcess.Start(folder, kind, threads, out var reason), reason);
            _started.Add((kind, threads, slot), known);
        }

        why = known.Why;
        return known.Process;
    }

    public void Dispose()
    {
        foreach (var (process, _) in _started.Values)
        {
            process?.Dispose();
        }
    }
}
