namespace Kiln.Tokenizers.Tests;

public class BatchRunsTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 1, 4)]
    [InlineData(3, 2, 2)]
    [InlineData(1000, 1, 32)]
    [InlineData(1001, 3, 7)]
    [InlineData(50_000, 8, 3)]
    public void Every_text_is_taken_once(int count, int threads, int size)
    {
        var taken = new int[count];
        var runs = new BatchRuns(count, threads, size);
        Parallel.For(0, threads, thread =>
        {
            while (runs.TryTake(thread, out var start, out var end))
            {
                end.ShouldBeInRange(start + 1, start + size);
                for (; start < end; start++)
                {
                    Interlocked.Increment(ref taken[start]);
                }
            }
        });

        taken.ShouldAllBe(times => times == 1);
    }

    [Fact]
    public void A_thread_takes_its_own_part_from_the_front_and_then_the_others_from_their_ends()
    {
        var runs = new BatchRuns(count: 8, threads: 2, size: 2);
        Take(1).ShouldBe((4, 6));
        Take(1).ShouldBe((6, 8));
        Take(1).ShouldBe((2, 4));
        Take(0).ShouldBe((0, 2));
        runs.TryTake(0, out _, out _).ShouldBeFalse();

        (int Start, int End) Take(int thread) => runs.TryTake(thread, out var start, out var end) ? (start, end) : (-1, -1);
    }
}
