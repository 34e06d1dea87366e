using System.Globalization;
using System.Runtime.CompilerServices;

namespace Kiln.Tensors.Tests;

/// <summary>Pools of their own, looked at by hand instead of by the timer.</summary>
[Collection("Memory")]
public class PoolTrimTests
{
    private const int Megabyte = 1 << 20;

    // Only names the blocks' owner: its own memory comes from the shared pool.
    private readonly Storage _owner = new(64);

    [Fact]
    public void What_lay_free_between_two_looks_goes_back()
    {
        var pool = Calm();
        Block[] blocks = [.. Enumerable.Range(0, 8).Select(_ => pool.Rent(_owner, Megabyte))];
        Array.ForEach(blocks, block => pool.Return(block, _owner));
        pool.TrimIdle().ShouldBeTrue();
        pool.FreeBytes.ShouldBe(8 * Megabyte, "the blocks came back after the look before");
        pool.TrimIdle();
        pool.FreeBytes.ShouldBe(0);
        pool.ReturnedBytes.ShouldBe(8 * Megabyte);
        pool.PeakBytes.ShouldBe(8 * Megabyte);
    }

    [Fact]
    public void What_a_loop_works_with_stays_and_the_rest_of_a_peak_goes()
    {
        var pool = Calm();
        Block[] peak = [.. Enumerable.Range(0, 10).Select(_ => pool.Rent(_owner, Megabyte))];
        Array.ForEach(peak, block => pool.Return(block, _owner));
        pool.TrimIdle();
        for (int look = 0; look < 5; look++)
        {
            for (int step = 0; step < 20; step++)
            {
                Block[] working = [.. Enumerable.Range(0, 3).Select(_ => pool.Rent(_owner, Megabyte))];
                Array.ForEach(working, block => pool.Return(block, _owner));
            }

            pool.TrimIdle().ShouldBeTrue("somebody works with it");
            pool.FreeBytes.ShouldBe(3 * Megabyte);
        }
    }

    [Fact]
    public void When_memory_is_short_everything_free_goes_at_once()
    {
        bool isShort = false;
        var pool = new BlockPool { MemoryIsShort = () => isShort };
        Block used = pool.Rent(_owner, Megabyte);
        pool.Return(pool.Rent(_owner, 4 * Megabyte), _owner);
        isShort = true;
        pool.TrimIdle();
        pool.FreeBytes.ShouldBe(0);
        pool.UsedBytes.ShouldBe(Megabyte);
        pool.Return(used, _owner);
    }

    [Fact]
    public void New_memory_is_asked_for_only_after_free_memory_went_back_when_memory_is_short()
    {
        bool isShort = false;
        var pool = new BlockPool { MemoryIsShort = () => isShort };
        pool.Return(pool.Rent(_owner, 40 * Megabyte), _owner);
        isShort = true;
        pool.Return(pool.Rent(_owner, Megabyte), _owner);
        pool.FreeBytes.ShouldBe(Megabyte);
    }

    [Fact]
    public void An_idle_pool_finds_dead_tensors_and_comes_to_rest()
    {
        var pool = Calm();
        RentAndForget(pool);
        bool more = true;
        for (int look = 0; look < 20 && more; look++)
        {
            more = pool.TrimIdle();
            GC.Collect(); // The one the pool asks for may still be under way.
        }

        more.ShouldBeFalse();
        (pool.UsedBytes + pool.FreeBytes).ShouldBe(0);
    }

    [Fact]
    public void Memory_that_goes_back_leaves_the_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc.");
        var pool = Calm();
        const int Bytes = 256 * Megabyte;
        Block block = pool.Rent(_owner, Bytes);
        block.Bytes.Fill(1);
        pool.Return(block, _owner);
        long before = ResidentBytes();
        pool.TrimIdle();
        pool.TrimIdle();
        (before - ResidentBytes()).ShouldBeGreaterThan(Bytes / 2);
        GC.KeepAlive(block);
    }

    [Fact]
    public void A_block_that_was_given_back_can_be_written_again()
    {
        var pool = Calm();
        Block block = pool.Rent(_owner, 3 * Megabyte);
        Kiln.Numerics.MemoryPages.Discard(block.Address + 100, block.ByteLength - 200).ShouldBeLessThanOrEqualTo(block.ByteLength);
        block.Bytes.Fill(7);
        block.Bytes.IndexOfAnyExcept((byte)7).ShouldBe(-1);
    }

    [Fact]
    public void A_loop_that_drops_each_result_works_in_a_few_blocks()
    {
        var pool = Calm();
        for (int i = 0; i < 40; i++)
        {
            RentOneAndForget(pool);
        }

        // Each collection finds all results before it: none was alive during an earlier one and grew old by that.
        pool.PeakBytes.ShouldBeLessThanOrEqualTo(4L * 16 * Megabyte);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void RentOneAndForget(BlockPool pool)
        {
            pool.MakeRoom(16 * Megabyte);
            pool.Rent(new Storage(64), 16 * Megabyte);
        }
    }

    [Fact]
    public void A_collection_due_after_a_backward_pass_is_made_when_the_next_storage_is_asked_for()
    {
        var pool = Calm();
        RentAndForget(pool);
        RentAndForget(pool); // Ten megabytes, more than half of the mark.
        pool.Breathe();
        pool.Collections.ShouldBe(0);
        pool.MakeRoom(Megabyte);
        pool.Collections.ShouldBeGreaterThan(0);
        int made = pool.Collections;
        pool.MakeRoom(Megabyte);
        pool.Collections.ShouldBe(made);
    }

    [Fact]
    public void What_came_back_after_a_backward_pass_asks_for_no_collection()
    {
        var pool = Calm();
        Block block = pool.Rent(_owner, 12 * Megabyte);
        pool.Breathe();
        pool.Return(block, _owner);
        pool.MakeRoom(Megabyte);
        pool.Collections.ShouldBe(0);
    }

    private static BlockPool Calm() => new() { MemoryIsShort = () => false };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RentAndForget(BlockPool pool)
    {
        for (int i = 0; i < 5; i++)
        {
            pool.Rent(new Storage(64), Megabyte);
        }
    }

    private static long ResidentBytes() => long.Parse(
        File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture) * 1024;
}
