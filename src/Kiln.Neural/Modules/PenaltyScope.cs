namespace Kiln.Neural;

/// <summary>Where <see cref="Module.AddPenalty"/> puts its numbers during a training step: ambient, so that one network serves several threads.</summary>
internal sealed class PenaltyScope : IDisposable
{
    private static readonly AsyncLocal<PenaltyScope?> s_current = new();

    private readonly PenaltyScope? _outer;
    private List<Tensor>? _penalties;

    private PenaltyScope(PenaltyScope? outer) => _outer = outer;

    /// <summary>The numbers added since the scope was opened.</summary>
    internal IReadOnlyList<Tensor> Penalties => _penalties ?? [];

    internal static PenaltyScope Open() => s_current.Value = new PenaltyScope(s_current.Value);

    internal static void Add(Tensor penalty)
    {
        if (s_current.Value is { } scope)
        {
            (scope._penalties ??= []).Add(penalty);
        }
    }

    public void Dispose() => s_current.Value = _outer;
}
