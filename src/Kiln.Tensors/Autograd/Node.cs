namespace Kiln.Tensors;

/// <summary>A tensor that a gradient is accumulated for: the end of every path of the graph.</summary>
internal sealed class Leaf
{
    private Tensor? _gradient;
    private bool _seen;

    /// <summary>The sum so far, for the engine, which keeps no reference to it.</summary>
    internal Tensor? Gradient => _gradient;

    /// <summary>The sum so far, for a user, who may keep it: from here on its memory is the garbage collector's.</summary>
    internal Tensor? Show()
    {
        lock (this)
        {
            _seen = true;
            return _gradient;
        }
    }

    /// <summary>Takes over a gradient; memory that nobody can hold returns to the pool. The caller holds the lock.</summary>
    /// <param name="gradient">The new sum, or null.</param>
    /// <param name="seen">Whether a user may hold it.</param>
    internal void Replace(Tensor? gradient, bool seen = false)
    {
        if (!_seen)
        {
            _gradient?.Storage.Release();
        }

        _gradient = gradient;
        _seen = seen;
    }
}

/// <summary>Where the gradient of an input goes on: to the node that made it, to a leaf, or nowhere.</summary>
internal readonly struct Edge(Tensor? input)
{
    internal readonly Node? Node = input?.Node;
    internal readonly Leaf? Leaf = input?.Leaf;
    internal readonly Shape Shape = input?.Shape ?? default;
    internal readonly DType DType = input?.DType ?? default;

    internal bool Wanted => Node is not null || Leaf is not null;
}

/// <summary>
/// One recorded operation. It hangs on the operation's result and points to the nodes of the inputs, so that the graph lives and
/// dies with the results. The sequence number orders nodes by creation: inputs always have smaller ones.
/// </summary>
internal sealed class Node
{
    private static long s_sequence;

    private readonly Action<BackwardContext> _rule;
    private readonly Tensor?[] _saved;
    private readonly int[] _versions;

    internal Node(string op, Edge[] inputs, ReadOnlySpan<Tensor?> saved, Action<BackwardContext> rule)
    {
        Op = op;
        Inputs = inputs;
        Sequence = Interlocked.Increment(ref s_sequence);
        _rule = rule;
        _saved = saved.ToArray();
        _versions = saved.Length == 0 ? [] : new int[saved.Length];
        for (int i = 0; i < saved.Length; i++)
        {
            _versions[i] = saved[i]?.Storage.Version ?? 0;
        }
    }

    internal string Op { get; }

    internal Edge[] Inputs { get; }

    internal long Sequence { get; }

    internal bool Released { get; private set; }

    /// <summary>True when the result shares the memory of an input.</summary>
    internal bool IsView { get; init; }

    /// <summary>
    /// The memory of the result when nobody but the graph holds it: after this node's rule has run, every use of it lies behind, and it
    /// returns to the pool.
    /// </summary>
    internal Storage? Result { get; set; }

    internal void Backward(BackwardContext context) => _rule(context);

    internal Tensor Saved(int index)
    {
        Tensor saved = _saved[index] ?? throw new AutogradException($"{Op}: saved value {index} is missing");
        if (saved.Storage.Version != _versions[index])
        {
            throw new AutogradException(
                $"{Op}: a value of shape {saved.Shape} needed for its gradient was changed after the forward pass "
                + $"(version {saved.Storage.Version}, expected {_versions[index]}); run backward before updating parameters");
        }

        return saved;
    }

    /// <summary>Lets go of what was saved; what nobody else can hold returns to the pool at once.</summary>
    internal void Release()
    {
        Released = true;
        for (int i = 0; i < _saved.Length; i++)
        {
            if (_saved[i] is { Storage: { OwnedByNode: true } storage })
            {
                storage.Release();
            }

            _saved[i] = null;
        }

        Result?.Release();
        Result = null;
    }
}
