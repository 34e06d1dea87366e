namespace Kiln.Tensors;

/// <summary>
/// Has a pool give back what it has not needed for a while. A timer runs while the pool is in use or holds free memory, and rests otherwise.
/// </summary>
#pragma warning disable CA1001 // The pool that owns it lives as long as the process.
internal sealed class PoolTrimmer
#pragma warning restore CA1001
{
    /// <summary>Free memory that was not needed for one to two of these goes back to the system.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly BlockPool _pool;
    private readonly Timer _timer;
    private volatile bool _running;

    internal PoolTrimmer(BlockPool pool)
    {
        _pool = pool;

        // The timer lives as long as the process and must not hold whatever surrounds the first tensor.
        using (ExecutionContext.SuppressFlow())
        {
            _timer = new Timer(static trimmer => ((PoolTrimmer)trimmer!).Look(), this, Timeout.Infinite, Timeout.Infinite);
        }
    }

    /// <summary>Called whenever a block is taken or comes back.</summary>
    internal void Wake()
    {
        if (!_running)
        {
            _running = true;
            _timer.Change(Period, Timeout.InfiniteTimeSpan);
        }
    }

    private void Look()
    {
        _running = false;
        if (_pool.TrimIdle())
        {
            Wake();
        }
    }
}
