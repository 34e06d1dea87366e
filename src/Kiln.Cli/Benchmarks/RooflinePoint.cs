namespace Kiln.Cli;

/// <summary>Where a kernel stands under the roofs of the machine (Williams, Waterman, Patterson: Roofline, 2009).</summary>
/// <param name="Benchmark">Which kernel.</param>
/// <param name="Seconds">One run, the median.</param>
/// <param name="Bound">What bounds it: multiply-adds, or the level of memory that its operands come from.</param>
/// <param name="Roof">The most that bound allows per second: operations where it is multiply-adds, bytes otherwise.</param>
/// <param name="Rate">What the kernel reached, in the same unit.</param>
internal sealed record RooflinePoint(KernelBenchmark Benchmark, double Seconds, string Bound, double Roof, double Rate)
{
    /// <summary>The bound of arithmetic.</summary>
    public const string Arithmetic = "multiply-adds";

    /// <summary>Of the roof, 1 being all of it.</summary>
    public double Share => Rate / Roof;

    /// <summary>Whether rates are bytes.</summary>
    public bool IsTraffic => Bound != Arithmetic;

    /// <summary>Finds the lower of the two roofs: the peak of multiply-adds, or intensity × bandwidth.</summary>
    public static RooflinePoint Place(KernelBenchmark kernel, double seconds, MachineRoofs roofs)
    {
        var peak = kernel.IsDouble ? roofs.Double : roofs.Single;
        var (level, bandwidth) = roofs.Bandwidth(kernel.BytesRead, kernel.BytesWritten);
        return kernel.Operations > 0 && peak <= kernel.Intensity * bandwidth
            ? new RooflinePoint(kernel, seconds, Arithmetic, peak, kernel.Operations / seconds)
            : new RooflinePoint(kernel, seconds, level, bandwidth, (kernel.BytesRead + kernel.BytesWritten) / seconds);
    }
}
