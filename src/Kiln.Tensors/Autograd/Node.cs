using Kiln.Numerics;

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

    /// <summary>What the rule needs, for measurements of memory.</summary>
    internal ReadOnlySpan<Tensor?> SavedTensors => _saved;

    internal Edge[] Inputs { get; }

    internal long Sequence { get; }

    internal bool Released { get; private set; }

    /// <summary>True when the result shares the memory of an input.</summary>
    internal bool IsView { get; init; }

    /// <summary>The activation that the op applies last and whose derivative its rule computes from the result.</summary>
    internal Activation FusedActivation { get; init; }

    /// <summary>Whether the rule can take over the activation of its only input: see <see cref="BackwardContext.Absorbed"/>.</summary>
    internal bool CanAbsorb { get; init; }

    /// <summary>The activation of the op before, which this node's rule takes over.</summary>
    internal Activation Absorbed { get; private set; }

    /// <summary>Set by the op behind when its rule took the activation over: the gradient that arrives is that before the activation.</summary>
    internal bool ActivationIsDone { get; set; }

    /// <summary>With <see cref="ActivationIsDone"/>, the gradient of the bias, which fell out on the way.</summary>
    internal Tensor? BiasGradient { get; set; }

    /// <summary>
    /// The memory of the result when nobody but the graph holds it: after this node's rule has run, every use of it lies behind, and it
    /// returns to the pool.
    /// </summary>
    internal Storage? Result { get; set; }

    internal void Backward(BackwardContext context) => _rule(context);

    /// <summary>
    /// Called when nothing else uses the result of <paramref name="before"/>, this node's input. True when the activation was taken over: then
    /// nobody needs that result any more.
    /// </summary>
    internal bool Absorb(Node before)
    {
        if (!CanAbsorb || before.FusedActivation == Activation.None || !ReferenceEquals(Inputs[0].Node, before))
        {
            return false;
        }

        Absorbed = before.FusedActivation;
        return true;
    }

    /// <summary>Lets go of saved tensors in a memory that goes back to the pool before its time.</summary>
    internal void Forget(Storage storage)
    {
        foreach (ref Tensor? saved in _saved.AsSpan())
        {
            if (ReferenceEquals(saved?.Storage, storage))
            {
                saved = null;
            }
        }
    }

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
