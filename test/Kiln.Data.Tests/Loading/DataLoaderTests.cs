namespace Kiln.Data.Tests;

public class DataLoaderTests
{
    private static readonly TensorDataset Numbers = new(
        Tensor.From([.. Enumerable.Range(0, 103).Select(i => (float)i)], [103, 1]), Tensor.From([.. Enumerable.Range(0, 103).Select(i => (long)i)]));

    private static string Seen(IEnumerable<Batch> batches) =>
        string.Join("|", batches.Select(b => string.Join(",", b.Inputs.ToArray<float>()) + "=" + string.Join(",", b.Targets.ToArray<long>())));

    [Fact]
    public void An_epoch_holds_every_example_once()
    {
        var batches = new DataLoader(Numbers, 10).Epoch(3).ToList();
        batches.Count.ShouldBe(11);
        batches[..^1].ShouldAllBe(b => b.Count == 10);
        batches[^1].Count.ShouldBe(3);
        batches.SelectMany(b => b.Indices).Order().ShouldBe(Enumerable.Range(0, 103));
        batches.ShouldAllBe(b => b.Targets.ToArray<long>().Select(t => (int)t).SequenceEqual(b.Indices));
    }

    [Fact]
    public void A_last_batch_that_is_not_full_can_be_left_out()
    {
        var loader = new DataLoader(Numbers, 10, dropLast: true);
        loader.BatchCount.ShouldBe(10);
        loader.Epoch(0).ShouldAllBe(b => b.Count == 10);
    }

    [Fact]
    public void Without_shuffling_the_order_is_that_of_the_dataset() =>
        new DataLoader(Numbers, 10, shuffle: false).Epoch(5).SelectMany(b => b.Indices).ShouldBe(Enumerable.Range(0, 103));

    [Fact]
    public void The_order_depends_on_seed_and_epoch_alone()
    {
        var order = new DataLoader(Numbers, 10, seed: 1).Order(4);
        new DataLoader(Numbers, 7, seed: 1, prefetch: 0).Order(4).ShouldBe(order);
        new DataLoader(Numbers, 10, seed: 1).Order(5).ShouldNotBe(order);
        new DataLoader(Numbers, 10, seed: 2).Order(4).ShouldNotBe(order);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    public void Prefetching_changes_nothing(int prefetch)
    {
        var ahead = new DataLoader(new Augmented(Numbers), 8, seed: 9, prefetch: prefetch);
        var asked = new DataLoader(new Augmented(Numbers), 8, seed: 9, prefetch: 0);
        for (var epoch = 0; epoch < 3; epoch++)
        {
            Seen(ahead.Epoch(epoch)).ShouldBe(Seen(asked.Epoch(epoch)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Going_on_in_the_middle_of_an_epoch_gives_the_batches_that_would_have_come(int prefetch)
    {
        var loader = new DataLoader(new Augmented(Numbers), 8, seed: 3, prefetch: prefetch);
        for (var first = 0; first <= loader.BatchCount; first++)
        {
            Seen(loader.Epoch(2, first)).ShouldBe(Seen(loader.Epoch(2).Skip(first)));
        }

        Should.Throw<ArgumentOutOfRangeException>(() => loader.Epoch(0, loader.BatchCount + 1));
        Should.Throw<ArgumentOutOfRangeException>(() => loader.Epoch(-1));
    }

    [Fact]
    public void Enumerating_twice_gives_the_same_and_two_at_a_time_do_not_disturb_each_other()
    {
        var epoch = new DataLoader(Numbers, 8).Epoch(1);
        Seen(epoch).ShouldBe(Seen(epoch));
        foreach (var (first, second) in epoch.Zip(epoch))
        {
            first.Indices.ShouldBe(second.Indices);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void What_goes_wrong_in_the_background_is_thrown_where_batches_are_taken_after_the_good_ones(int prefetch)
    {
        var failing = new Watched(Numbers) { FailAt = 5 };
        var taken = 0;
        var e = Should.Throw<FormatException>(() =>
        {
            foreach (var _ in new DataLoader(failing, 8, prefetch: prefetch).Epoch(0))
            {
                taken++;
            }
        });
        e.Message.ShouldBe("batch 5 is bad");
        taken.ShouldBe(5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Cancelling_ends_the_enumeration(int prefetch)
    {
        using var cancel = new CancellationTokenSource();
        var taken = 0;
        Should.Throw<OperationCanceledException>(() =>
        {
            foreach (var _ in new DataLoader(Numbers, 8, prefetch: prefetch).Epoch(0, cancellationToken: cancel.Token))
            {
                if (++taken == 3)
                {
                    cancel.Cancel();
                }
            }
        });
        taken.ShouldBe(3);
    }

    [Fact]
    public void Leaving_early_ends_the_background_work_before_it_returns()
    {
        var watched = new Watched(Numbers) { Delay = TimeSpan.FromMilliseconds(2) };
        foreach (var _ in new DataLoader(watched, 1, prefetch: 4).Epoch(0))
        {
            break;
        }

        // The one that was taken, four waiting, one in the making at most; and none after.
        var made = watched.Made;
        made.ShouldBeLessThanOrEqualTo(6);
        Thread.Sleep(50);
        watched.Made.ShouldBe(made);
    }

    [Fact]
    public void The_background_stays_no_further_ahead_than_it_was_told()
    {
        var watched = new Watched(Numbers);
        using var batches = new DataLoader(watched, 1, prefetch: 3).Epoch(0).GetEnumerator();
        batches.MoveNext().ShouldBeTrue();
        SpinWait.SpinUntil(() => watched.Made > 5, TimeSpan.FromMilliseconds(200)).ShouldBeFalse();
    }

    [Fact]
    public void Thousands_of_abandoned_enumerations_leave_no_threads_behind()
    {
        var loader = new DataLoader(Numbers, 1, prefetch: 2);
        var before = System.Diagnostics.Process.GetCurrentProcess().Threads.Count;
        for (var i = 0; i < 2000; i++)
        {
            // Not disposed of on purpose.
            loader.Epoch(i).GetEnumerator().MoveNext();
        }

        System.Diagnostics.Process.GetCurrentProcess().Threads.Count.ShouldBeLessThan(before + 50);
    }

    [Fact]
    public void An_empty_dataset_has_no_batches()
    {
        var empty = new TensorDataset(Tensor.Zeros([0, 3]), Tensor.Zeros([0]));
        new DataLoader(empty).BatchCount.ShouldBe(0);
        new DataLoader(empty).Epoch(0).ShouldBeEmpty();
    }

    [Fact]
    public void Options_are_checked()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new DataLoader(Numbers, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new DataLoader(Numbers, 1, prefetch: -1));
    }

    private class Watched(Dataset source) : Dataset
    {
        private int _made;

        internal int Made => Volatile.Read(ref _made);

        internal int FailAt { get; init; } = -1;

        internal TimeSpan Delay { get; init; }

        public override int Count => source.Count;

        public override Shape InputShape => source.InputShape;

        public override Batch Gather(ReadOnlySpan<int> indices)
        {
            Thread.Sleep(Delay);
            var number = Interlocked.Increment(ref _made) - 1;
            return number == FailAt ? throw new FormatException($"batch {number} is bad") : source.Gather(indices);
        }
    }

    /// <summary>Adds noise from the ambient random stream.</summary>
    private sealed class Augmented(Dataset source) : Watched(source)
    {
        public override Batch Gather(ReadOnlySpan<int> indices)
        {
            var batch = base.Gather(indices);
            var noise = new float[indices.Length];
            RandomScope.Next("noise").Uniform(noise);
            var noisy = batch.Inputs.ToArray<float>().Zip(noise, (x, n) => x + n).ToArray();
            return batch with { Inputs = Tensor.From(noisy, batch.Inputs.Shape) };
        }
    }
}
