namespace Kiln.Tensors;

/// <summary>What surrounds an operation without being its argument: one immutable value per asynchronous flow.</summary>
internal sealed record ExecutionScope
{
    private static readonly ExecutionScope s_default = new();
    private static readonly AsyncLocal<ExecutionScope?> s_current = new();

    /// <summary>Whether operations on tensors that require a gradient hang a node on their result.</summary>
    internal bool Recording { get; init; } = true;

    /// <summary>Whether modules behave as in training (dropout drops, batch norm uses the batch).</summary>
    internal bool Training { get; init; }

    internal static ExecutionScope Current => s_current.Value ?? s_default;

    /// <summary>Makes a scope the current one until the token is disposed.</summary>
    internal static ScopeToken Enter(ExecutionScope scope)
    {
        ExecutionScope? before = s_current.Value;
        s_current.Value = scope;
        return new ScopeToken(before);
    }

    internal static void Restore(ExecutionScope? scope) => s_current.Value = scope;
}

/// <summary>Ends a scope when disposed, and puts back the one before: for <c>using</c>.</summary>
public readonly struct ScopeToken : IDisposable
{
    private readonly ExecutionScope? _before;

    internal ScopeToken(ExecutionScope? before) => _before = before;

    /// <summary>Puts back the scope that was current before.</summary>
    public void Dispose() => ExecutionScope.Restore(_before);
}
