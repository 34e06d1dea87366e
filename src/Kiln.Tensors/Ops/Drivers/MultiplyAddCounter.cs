namespace Kiln.Tensors;

/// <summary>
/// Counts the multiply-adds of matrix products, dense layers, convolutions and attention that run while it is open, in this asynchronous flow: what is usually quoted as the
/// work of a network. Everything else (activations, norms, sums) is not counted. Padding counts as if it were data.
/// </summary>
/// <example><code>
/// using var work = MultiplyAddCounter.Start();
/// network.Forward(x);
/// Console.WriteLine(work.Count);
/// </code></example>
public sealed class MultiplyAddCounter : IDisposable
{
    private static readonly AsyncLocal<MultiplyAddCounter?> s_current = new();
    private static int s_open;

    private readonly MultiplyAddCounter? _outer;
    private long _count;
    private bool _closed;

    private MultiplyAddCounter(MultiplyAddCounter? outer) => _outer = outer;

    /// <summary>The multiply-adds so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Begins to count, until the counter is disposed. A counter around it counts too.</summary>
    public static MultiplyAddCounter Start()
    {
        var counter = new MultiplyAddCounter(s_current.Value);
        Interlocked.Increment(ref s_open);
        s_current.Value = counter;
        return counter;
    }

    /// <summary>Ends the counting; <see cref="Count"/> stays.</summary>
    public void Dispose()
    {
        if (!_closed)
        {
            _closed = true;
            Interlocked.Decrement(ref s_open);
            s_current.Value = _outer;
        }
    }

    /// <summary>Told by the operations. Costs a comparison while no counter is open anywhere.</summary>
    internal static void Add(long multiplyAdds)
    {
        if (Volatile.Read(ref s_open) == 0)
        {
            return;
        }

        for (MultiplyAddCounter? counter = s_current.Value; counter is not null; counter = counter._outer)
        {
            Interlocked.Add(ref counter._count, multiplyAdds);
        }
    }
}
