using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Kiln.Numerics;

/// <summary>One generation of worker threads; a change of the thread count replaces it.</summary>
/// <remarks>
/// The protocol. The owner of the team publishes a job, opens the gate, and raises the epoch, which awake workers watch. A worker that sees
/// a new epoch enters by adding one to the gate, which fails once the gate is closed; between entering and leaving, the job cannot
/// change. The owner takes tiles too; when none is left it closes the gate and waits for the count to fall to zero. A worker that is late
/// (descheduled, still waking) thus costs nothing: it finds the gate closed, or enters the next region.
/// </remarks>
#pragma warning disable CA1001 // The semaphores never hand out a wait handle, so they own nothing to dispose; they live as long as the threads.
internal sealed class Team
{
    private const int Closed = 1 << 30;
    private const int OwnerSleeps = 1 << 29;
    private const int CountMask = OwnerSleeps - 1;

    private static readonly long s_yieldTicks = Stopwatch.Frequency / 2_000;

    // More threads than processors cannot all be running: who spins then may spin on the very core that the awaited thread needs.
    private readonly long _spinTicks;

    private readonly SemaphoreSlim _allLeft = new(0);
    private readonly Worker[] _workers;
    private readonly TileRanges _ranges;
    private Counters _counters;
    private Job? _job;
    private int _tiles;
    private int _owned;
    private int _started;
    private volatile bool _dissolved;
    private ExceptionDispatchInfo? _failure;
    private StallGuard _guard;

    public Team(int threads)
    {
        Threads = threads;
        _spinTicks = threads <= Environment.ProcessorCount ? Stopwatch.Frequency / 10_000 : 0;
        _workers = new Worker[threads - 1];
        _ranges = new TileRanges(threads);
        _counters.Gate = Closed;
    }

    public int Threads { get; }

    /// <summary>Makes the calling thread the owner unless the team has one.</summary>
    public bool TryEnter() => Volatile.Read(ref _owned) == 0 && Interlocked.CompareExchange(ref _owned, 1, 0) == 0;

    /// <summary>Gives up ownership.</summary>
    public void Exit() => Volatile.Write(ref _owned, 0);

    /// <summary>Lets the workers end after the region they are in, if any.</summary>
    public void Dissolve()
    {
        _dissolved = true;
        Interlocked.Increment(ref _counters.Epoch);

        // A worker that is not in the array yet has not been started yet, and will look at the flag first.
        foreach (var worker in _workers)
        {
            worker?.Wake();
        }
    }

    /// <summary>Runs a region; the caller owns the team.</summary>
    public void Run(Job job, int tiles)
    {
        _job = job;
        _tiles = tiles;
        _failure = null;
        _ranges.Deal(tiles, Math.Min(tiles, Threads));
        if (_guard.Watching)
        {
            RunWatched();
        }
        else
        {
            Invite();
            Work(0);
            _guard.Suspect(WaitUntilAllLeft());
        }

        _job = null;
        var failure = _failure;
        if (failure is not null)
        {
            _failure = null;
            failure.Throw();
        }
    }

    /// <summary>The region alone, or shared under the clock, as <see cref="StallGuard"/> decides.</summary>
    private void RunWatched()
    {
        var start = Stopwatch.GetTimestamp();
        if (!_guard.MayShare(start))
        {
            Work(0); // The gate is closed: no worker comes in.
            return;
        }

        Invite();
        Work(0);
        var waited = WaitUntilAllLeft();
        var now = Stopwatch.GetTimestamp();
        _guard.Observe(now - start - waited, waited, now);
    }

    private void Invite()
    {
        StartWorkers(Math.Min(_workers.Length, _tiles - 1));
        Volatile.Write(ref _counters.Gate, 0);
        Interlocked.Increment(ref _counters.Epoch);
        var wanted = Math.Min(_started, _tiles - 1);
        for (var i = 0; i < wanted; i++)
        {
            _workers[i].Wake();
        }
    }

    /// <summary>The work of one thread: 0 is the owner, 1 the first worker.</summary>
    private void Work(int thread)
    {
        try
        {
            _job!.Work(_ranges, thread);
        }
#pragma warning disable CA1031 // Whatever a tile throws belongs to the caller of the region, not to the thread that ran the tile.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
            _ranges.Clear();
        }
    }

    /// <summary>Returns how long it took; 0 when everybody had left already.</summary>
    private long WaitUntilAllLeft()
    {
        if ((Interlocked.Or(ref _counters.Gate, Closed) & CountMask) == 0)
        {
            return 0;
        }

        var start = Stopwatch.GetTimestamp();
        while ((Volatile.Read(ref _counters.Gate) & CountMask) != 0)
        {
            if (!Pause(start))
            {
                // From here on the worker that leaves last sees the mark and releases the semaphore, once.
                if ((Interlocked.Or(ref _counters.Gate, OwnerSleeps) & CountMask) != 0)
                {
                    WaitUninterrupted(_allLeft);
                }

                break;
            }
        }

        return Stopwatch.GetTimestamp() - start;
    }

    /// <summary>Passes a moment: spinning at first, then yielding; false when it is time to sleep.</summary>
    private bool Pause(long start)
    {
        var waited = Stopwatch.GetTimestamp() - start;
        if (waited < _spinTicks)
        {
            Thread.SpinWait(1);
            return true;
        }

        Thread.Yield();
        return waited < s_yieldTicks;
    }

    // Thread.Interrupt must not make the owner leave while workers still write to its memory: the interruption is kept for later.
    private static void WaitUninterrupted(SemaphoreSlim semaphore)
    {
        var interrupted = false;
        while (true)
        {
            try
            {
                semaphore.Wait();
                break;
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        }

        if (interrupted)
        {
            Thread.CurrentThread.Interrupt();
        }
    }

    private void StartWorkers(int count)
    {
        while (_started < count)
        {
            var worker = new Worker(this, _started + 1);
            _workers[_started++] = worker;
            worker.Start();
        }
    }

    private bool TryJoin()
    {
        while (true)
        {
            var gate = Volatile.Read(ref _counters.Gate);
            if ((gate & Closed) != 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _counters.Gate, gate + 1, gate) == gate)
            {
                return true;
            }
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _counters.Gate) == (Closed | OwnerSleeps))
        {
            _allLeft.Release();
        }
    }

    /// <summary>The words that several threads write, each on its own pair of cache lines.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Counters
    {
        [FieldOffset(128)]
        public int Gate;

        [FieldOffset(256)]
        public int Epoch;
    }

    private sealed class Worker
    {
        private readonly Team _team;
        private readonly int _number;
        private readonly SemaphoreSlim _wake = new(0);
        private int _sleeping;

        public Worker(Team team, int number) => (_team, _number) = (team, number);

        public void Start() => new Thread(Loop) { IsBackground = true, Name = $"Kiln worker {_number}" }.UnsafeStart();

        /// <summary>Wakes the worker if it sleeps or is about to.</summary>
        public void Wake()
        {
            if (Volatile.Read(ref _sleeping) == 1 && Interlocked.CompareExchange(ref _sleeping, 0, 1) == 1)
            {
                _wake.Release();
            }
        }

        private void Loop()
        {
            WorkerTeam.MarkAsWorker();
            var seen = 0;
            while (!_team._dissolved)
            {
                WaitForEpochAfter(seen);
                seen = Volatile.Read(ref _team._counters.Epoch);
                if (_team.TryJoin())
                {
                    _team.Work(_number);
                    _team.Leave();
                }
            }
        }

        private void WaitForEpochAfter(int seen)
        {
            var start = Stopwatch.GetTimestamp();
            while (Volatile.Read(ref _team._counters.Epoch) == seen)
            {
                if (!_team.Pause(start))
                {
                    Sleep(seen);
                    return;
                }
            }
        }

        private void Sleep(int seen)
        {
            // Announce first, look again after: a region published in between is either seen here or wakes the worker.
            Interlocked.Exchange(ref _sleeping, 1);
            var changed = Volatile.Read(ref _team._counters.Epoch) != seen || _team._dissolved;
            if (changed && Interlocked.CompareExchange(ref _sleeping, 0, 1) == 1)
            {
                return;
            }

            _wake.Wait();
        }
    }
}
#pragma warning restore CA1001
