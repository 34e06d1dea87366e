namespace Kiln.Cli.Tests;

public class RooflinePointTests
{
    private static readonly MachineRoofs s_roofs = FakeRoofs.Of(threads: 1, scale: 1);

    [Fact]
    public void A_kernel_of_high_intensity_is_bound_by_multiply_adds()
    {
        var point = RooflinePoint.Place(Kernel(operations: 2e9, read: 8e6, written: 4e6), seconds: 0.04, s_roofs);
        point.Bound.ShouldBe("multiply-adds");
        point.Rate.ShouldBe(50e9);
        point.Roof.ShouldBe(100e9);
        point.Share.ShouldBe(0.5);
    }

    [Fact]
    public void In_float64_the_peak_is_that_of_float64()
    {
        var point = RooflinePoint.Place(Kernel(operations: 2e9, read: 8e6, written: 4e6) with { IsDouble = true }, seconds: 0.05, s_roofs);
        point.Roof.ShouldBe(50e9);
        point.Share.ShouldBe(0.8);
    }

    [Fact]
    public void A_kernel_of_low_intensity_is_bound_by_the_memory_it_reads()
    {
        // An operation per four bytes: 20 GB/s would allow 5 GFLOP/s, far below the peak.
        var point = RooflinePoint.Place(Kernel(operations: 1e9, read: 4e9, written: 0), seconds: 0.25, s_roofs);
        point.Bound.ShouldBe("memory");
        point.Roof.ShouldBe(20e9);
        point.Rate.ShouldBe(16e9);
        point.Share.ShouldBe(0.8);
    }

    [Fact]
    public void What_also_writes_is_bound_by_the_better_of_copy_and_triad() =>
        RooflinePoint.Place(Kernel(operations: 0, read: 4e9, written: 2e9), seconds: 0.25, s_roofs).Roof.ShouldBe(32e9);

    [Theory, InlineData(20_000, "L1", 200e9), InlineData(400_000, "L2", 120e9), InlineData(6_000_000, "L3", 90e9), InlineData(9_000_000, "memory", 20e9)]
    public void Operands_that_a_cache_holds_are_bound_by_that_cache(double bytes, string level, double roof)
    {
        var point = RooflinePoint.Place(Kernel(operations: 0, read: bytes, written: 0), seconds: 1, s_roofs);
        (point.Bound, point.Roof).ShouldBe((level, roof));
    }

    [Fact]
    public void At_the_ridge_both_roofs_are_equal()
    {
        // 100 GFLOP/s and 20 GB/s meet at five operations per byte.
        RooflinePoint.Place(Kernel(operations: 4.99e9, read: 1e9, written: 0), 1, s_roofs).Bound.ShouldBe("memory");
        RooflinePoint.Place(Kernel(operations: 5.01e9, read: 1e9, written: 0), 1, s_roofs).Bound.ShouldBe("multiply-adds");
    }

    private static KernelBenchmark Kernel(double operations, double read, double written) => new("kernel", "shape", operations, read, written, () => () => { });
}
