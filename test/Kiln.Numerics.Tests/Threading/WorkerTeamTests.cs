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
        using var barrier = new Barrier(3);

        // Each of the three tiles waits for the other two, which only three threads at once can satisfy.
        WorkerTeam.Run(3, new Meet(barrier));
        barrier.CurrentPhaseNumber.ShouldBe(1);
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
            using var barrier = new Barrier(2);
            WorkerTeam.Run(2, new Meet(barrier));
            Thread.Sleep(i % 4);
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

    private readonly struct Count(int[] counts) : ITileBody
    {
        public void Invoke(int tile) => Interlocked.Increment(ref counts[tile]);
    }

    private readonly struct Meet(Barrier barrier) : ITileBody
    {
        public void Invoke(int tile) => barrier.SignalAndWait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }

    private readonly struct RecordThread(int[] ran) : ITileBody
    {
        public void Invoke(int tile) => ran[tile] = Environment.CurrentManagedThreadId;
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
