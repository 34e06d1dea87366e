namespace Kiln.Estimators;

/// <summary>The samples that dual descent visits, in a new order at each pass; those that rest are behind the others. Samples that weigh nothing are left out.</summary>
internal sealed class ActiveSamples
{
    // Far enough for memory to answer, near enough that what came is still in the first-level cache.
    private const int Ahead = 6;

    private readonly int[] _visits;
    private readonly LiblinearOrder _order;

    public ActiveSamples(in SampleView x, double[] costs, LiblinearOrder order)
    {
        _order = order;
        _visits = [.. order.Begin(x.Rows).Where(i => costs[i] > 0)];
        Count = _visits.Length;
    }

    /// <summary>How many do not rest.</summary>
    public int Count { get; private set; }

    public bool AllActive => Count == _visits.Length;

    public void Shuffle() => _order.Shuffle(_visits, Count);

    public int At(int place) => _visits[place];

    /// <summary>The sample that comes some visits later; the last one where the pass ends before.</summary>
    public int After(int place) => _visits[Math.Min(place + Ahead, Count - 1)];

    /// <summary>Exchanges a sample with the last active one and lets it rest.</summary>
    public void Rest(int place)
    {
        Count--;
        (_visits[place], _visits[Count]) = (_visits[Count], _visits[place]);
    }

    public void WakeAll() => Count = _visits.Length;
}
