namespace Kiln.Numerics.Tests;

public sealed class TileRangesTests
{
    [Fact]
    public void A_thread_takes_its_own_tiles_in_order_and_then_those_of_the_others_from_their_ends()
    {
        var ranges = new TileRanges(3);
        ranges.Deal(7, 3);
        Take(ranges, 1).ShouldBe([2, 3, 6, 5, 4, 1, 0]);
    }

    [Fact]
    public void Who_comes_late_gets_what_is_left()
    {
        var ranges = new TileRanges(2);
        ranges.Deal(6, 2);
        var from = 0;
        for (var expected = 0; expected < 3; expected++)
        {
            ranges.TryTake(0, ref from, out var tile).ShouldBeTrue();
            tile.ShouldBe(expected);
        }

        ranges.TryTake(0, ref from, out var stolen).ShouldBeTrue();
        stolen.ShouldBe(5);
        Take(ranges, 1).ShouldBe([3, 4]);
        ranges.TryTake(0, ref from, out _).ShouldBeFalse();
    }

    [Fact]
    public void With_fewer_tiles_than_threads_the_last_threads_have_none_of_their_own()
    {
        var ranges = new TileRanges(4);
        ranges.Deal(9, 4);
        ranges.Deal(2, 2);
        Take(ranges, 3).ShouldBe([0, 1]);
    }

    [Fact]
    public void After_clearing_nothing_is_left()
    {
        var ranges = new TileRanges(2);
        ranges.Deal(100, 2);
        ranges.Clear();
        Take(ranges, 0).ShouldBeEmpty();
        Take(ranges, 1).ShouldBeEmpty();
    }

    [Fact]
    public void Threads_that_take_at_once_take_each_tile_once()
    {
        const int Threads = 4;
        var ranges = new TileRanges(Threads);
        for (var repeat = 0; repeat < 50; repeat++)
        {
            var counts = new int[1000 + repeat];
            ranges.Deal(counts.Length, Threads);
            var takers = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
            {
                foreach (var tile in Take(ranges, thread))
                {
                    Interlocked.Increment(ref counts[tile]);
                }
            })).ToArray();
            Array.ForEach(takers, t => t.Start());
            Array.ForEach(takers, t => t.Join());
            counts.ShouldAllBe(c => c == 1);
        }
    }

    private static List<int> Take(TileRanges ranges, int thread)
    {
        var taken = new List<int>();
        var from = thread;
        while (ranges.TryTake(thread, ref from, out var tile))
        {
            taken.Add(tile);
        }

        return taken;
    }
}
