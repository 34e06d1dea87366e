using System.Collections.Concurrent;

namespace Kiln.Numerics.Tests;

[Collection(nameof(ThreadCountCollection))]
public sealed class WorkerTeamTests : IDisposable
{
    private readonly int _threads = WorkerTeam.ThreadCount;

    public void Dispose() => WorkerTeam.ThreadCount = _threads;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 5)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 1000)]
    [InlineData(4, 3)]
    [InlineData(4, 1000)]
    [InlineData(13, 100)]
    public void Every_tile_runs_exactly_once(int threads, int tiles)
    {
        WorkerTeam.ThreadCount = threads;
        for (var repeat = 0; repeat < 50; repeat++)
        {
            var counts = new int[tiles];
            WorkerTeam.Run(tiles, new Count(counts));
            counts.ShouldAllBe(c => c == 1);
        }
    }

    [Fact]
    public void Several_threads_take_part()
    {
        WorkerTeam.ThreadCount = 3;
        RunUntilThreadsSeen(3);
    }

    [Fact]
    public void A_nested_region_runs_on_the_thread_that_meets_it()
    {
        WorkerTeam.ThreadCount = 4;
        var strangers = new ConcurrentBag<int>();
        WorkerTeam.Run(16, new Outer(strangers));
        strangers.ShouldBeEmpty();
    }

    [Fact]
    public void One_tile_runs_on_the_caller()
    {
        WorkerTeam.ThreadCount = 4;
        var ran = new int[1];
        WorkerTeam.Run(1, new RecordThread(ran));
        ran[0].ShouldBe(Environment.CurrentManagedThreadId);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void An_exception_in_a_tile_reaches_the_caller_and_the_team_stays_usable(int threads)
    {
        WorkerTeam.ThreadCount = threads;
        for (var failing = 0; failing < 64; failing++)
        {
            var error = Should.Throw<InvalidOperationException>(() => WorkerTeam.Run(64, new FailAt(failing)));
            error.Message.ShouldBe($"tile {failing}");
            error.StackTrace!.ShouldContain(nameof(FailAt));

            var counts = new int[64];
            WorkerTeam.Run(64, new Count(counts));
            counts.ShouldAllBe(c => c == 1);
        }
    }

    [Fact]
    public void A_cancellation_stops_the_tiles_that_have_not_started()
    {
        WorkerTeam.ThreadCount = 2;
        using var source = new CancellationTokenSource();
        var counts = new int[100_000];
        Should.Throw<OperationCanceledException>(() => WorkerTeam.Run(counts.Length, new CancelAt(10, source, counts)));
        counts.Sum().ShouldBeLessThan(counts.Length);
        counts.Max().ShouldBe(1);
    }

    [Fact]
    public void Many_threads_may_call_at_once_while_the_thread_count_changes()
    {
        WorkerTeam.ThreadCount = 3;
        var failures = new ConcurrentBag<string>();
        var stop = 0;
        var callers = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < 300; i++)
            {
                var counts = new int[1 + (i % 37)];
                WorkerTeam.Run(counts.Length, new Count(counts));
                if (counts.Any(c => c != 1))
                {
                    failures.Add(string.Join(' ', counts));
                }
            }

            Interlocked.Increment(ref stop);
        })).ToArray();
        Array.ForEach(callers, t => t.Start());
        for (var threads = 1; Volatile.Read(ref stop) < callers.Length; threads = (threads % 5) + 1)
        {
            WorkerTeam.ThreadCount = threads;
            Thread.Sleep(1);
        }

        Array.ForEach(callers, t => t.Join());
        failures.ShouldBeEmpty();
    }

    [Fact]
    public void Sleeping_workers_wake_again()
    {
        WorkerTeam.ThreadCount = 2;
        for (var i = 0; i < 20; i++)
        {
            RunUntilThreadsSeen(2);
            Thread.Sleep(i % 4);
        }
    }

    [Fact]
    public void More_threads_than_processors_on_a_busy_machine_still_get_every_region_done()
    {
        WorkerTeam.ThreadCount = 4 * Environment.ProcessorCount;
        var stop = false;
        var others = Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (!Volatile.Read(ref stop))
            {
                Thread.SpinWait(1000);
            }
        })
        { IsBackground = true }).ToArray();
        Array.ForEach(others, t => t.Start());
        try
        {
            var counts = new int[64];
            for (var i = 1; i <= 300; i++)
            {
                WorkerTeam.Run(counts.Length, new Count(counts));
                counts.ShouldAllBe(c => c == i);
            }
        }
        finally
        {
            Volatile.Write(ref stop, true);
            Array.ForEach(others, t => t.Join());
        }
    }

    [Fact]
    public void A_token_stops_a_region_and_one_canceled_before_lets_no_tile_run()
    {
        WorkerTeam.ThreadCount = 2;
        using var source = new CancellationTokenSource();
        var counts = new int[10_000];
        var error = Should.Throw<OperationCanceledException>(() => WorkerTeam.Run(counts.Length, new CancelsAt(10, source, counts), source.Token));
        error.CancellationToken.ShouldBe(source.Token);
        counts.Sum().ShouldBeInRange(1, counts.Length - 1);
        counts.Max().ShouldBe(1);

        Array.Clear(counts);
        Should.Throw<OperationCanceledException>(() => WorkerTeam.Run(counts.Length, new Count(counts), source.Token));
        counts.ShouldAllBe(c => c == 0);

        WorkerTeam.Run(counts.Length, new Count(counts), CancellationToken.None);
        counts.ShouldAllBe(c => c == 1);
    }

    [Fact]
    public void An_exception_in_a_nested_region_passes_through_both()
    {
        WorkerTeam.ThreadCount = 3;
        for (var i = 0; i < 50; i++)
        {
            Should.Throw<InvalidOperationException>(() => WorkerTeam.Run(8, new Nests(new FailAt(5)))).Message.ShouldBe("tile 5");
            var counts = new int[8];
            WorkerTeam.Run(8, new Count(counts));
            counts.ShouldAllBe(c => c == 1);
        }
    }

    [Fact]
    public void An_interrupted_caller_leaves_only_after_its_tiles_have_ended()
    {
        WorkerTeam.ThreadCount = 2;
        var ended = 0;
        var atReturn = -1;
        var caller = new Thread(() =>
        {
            try
            {
                WorkerTeam.Run(2, new BusyFor(TimeSpan.FromMilliseconds(60), Environment.CurrentManagedThreadId, () => Interlocked.Increment(ref ended)));
            }
            catch (ThreadInterruptedException)
            {
            }

            atReturn = Volatile.Read(ref ended);
        });
        caller.Start();
        Thread.Sleep(20);
        caller.Interrupt();
        caller.Join();
        atReturn.ShouldBe(2);
    }

    [Fact]
    public void A_region_allocates_nothing()
    {
        WorkerTeam.ThreadCount = 2;
        var counts = new int[8];
        WorkerTeam.Run(8, new Count(counts));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            WorkerTeam.Run(8, new Count(counts));
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(257)]
    public void A_thread_count_out_of_range_is_refused(int threads) =>
        Should.Throw<ArgumentOutOfRangeException>(() => WorkerTeam.ThreadCount = threads).Message.ShouldContain("1 to 256");

    [Fact]
    public void A_negative_number_of_tiles_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => WorkerTeam.Run(-1, new Count([])));

    /// <summary>A worker that is needed elsewhere may miss a region, but not for ever.</summary>
    private static void RunUntilThreadsSeen(int count)
    {
        var deadline = DateTime.UtcNow.AddMinutes(2);
        var seen = new HashSet<int>();
        while (seen.Count < count)
        {
            DateTime.UtcNow.ShouldBeLessThan(deadline, "the workers take no part");
            var ran = new int[4 * count];
            WorkerTeam.Run(ran.Length, new RecordThread(ran, spin: 2000));
            seen.UnionWith(ran);
        }
    }

    private readonly struct Count(int[] counts) : ITileBody
    {
        public void Invoke(int tile) => Interlocked.Increment(ref counts[tile]);
    }

    private readonly struct RecordThread(int[] ran, int spin = 0) : ITileBody
    {
        public void Invoke(int tile)
        {
            Thread.SpinWait(spin);
            ran[tile] = Environment.CurrentManagedThreadId;
        }
    }

    private readonly struct Nests(FailAt inner) : ITileBody
    {
        public void Invoke(int tile) => WorkerTeam.Run(8, inner);
    }

    private readonly struct CancelsAt(int at, CancellationTokenSource source, int[] counts) : ITileBody
    {
        public void Invoke(int tile)
        {
            if (tile == at)
            {
                source.Cancel();
            }

            Interlocked.Increment(ref counts[tile]);
        }
    }

    private readonly struct Outer(ConcurrentBag<int> strangers) : ITileBody
    {
        public void Invoke(int tile)
        {
            var ran = new int[8];
            WorkerTeam.Run(8, new RecordThread(ran));
            foreach (var id in ran)
            {
                if (id != Environment.CurrentManagedThreadId)
                {
                    strangers.Add(id);
                }
            }
        }
    }

    private readonly struct FailAt(int failing) : ITileBody
    {
        public void Invoke(int tile)
        {
            if (tile == failing)
            {
                throw new InvalidOperationException($"tile {tile}");
            }
        }
    }

    private readonly struct CancelAt(int at, CancellationTokenSource source, int[] counts) : ITileBody
    {
        public void Invoke(int tile)
        {
            if (tile == at)
            {
                source.Cancel();
            }

            source.Token.ThrowIfCancellationRequested();
            Interlocked.Increment(ref counts[tile]);
        }
    }

    private readonly struct BusyFor(TimeSpan duration, int caller, Action done) : ITileBody
    {
        public void Invoke(int tile)
        {
            // Sleeping on the caller's thread would take the interruption here, instead of in the team's own wait.
            if (Environment.CurrentManagedThreadId != caller)
            {
                Thread.Sleep(duration);
            }

            done();
        }
    }
}

/// <summary>Tests that change the process-wide thread count run one after another, and beside no others.</summary>
[CollectionDefinition(nameof(ThreadCountCollection), DisableParallelization = true)]
public sealed class ThreadCountCollection;
