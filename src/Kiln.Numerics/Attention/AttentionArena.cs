namespace Kiln.Numerics;

/// <summary>
/// Cuts one rented buffer into the parts that a pass works in, each beginning on a cache line. A layout that is run over an arena of no memory counts
/// what it needs.
/// </summary>
internal unsafe struct AttentionArena<T>(T* start)
    where T : unmanaged
{
    /// <summary>Elements taken so far.</summary>
    public nint Used { get; private set; }

    /// <summary>Takes room for <paramref name="count"/> elements.</summary>
    public T* Take(nint count)
    {
        var part = start + Used;
        var line = 64 / sizeof(T);
        Used += (count + line - 1) / line * line;
        return part;
    }
}
