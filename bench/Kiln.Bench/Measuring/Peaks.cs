using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>The machine's limits with the present number of threads, per second.</summary>
internal sealed record Peaks(int Threads, string Processor, double Single, double Double, double Read, double Copy, double Triad)
{
    /// <summary>Well past any last-level cache's share of a core.</summary>
    private const long MemoryBytes = 128L << 20;

    /// <summary>Measures for about half a second.</summary>
    public static Peaks Measure() => new(
        WorkerTeam.ThreadCount,
        ProcessorName(),
        MachinePeaks.MultiplyAdd<float>(),
        MachinePeaks.MultiplyAdd<double>(),
        MachinePeaks.Read(MemoryBytes, 0.15),
        MachinePeaks.Copy(MemoryBytes, 0.15),
        MachinePeaks.Triad(MemoryBytes, 0.15));

    /// <summary>The seconds that the machine needs at least for one run, and what sets them: multiply-adds or memory.</summary>
    public (double Seconds, string Bound) Floor(Comparison c)
    {
        var arithmetic = c.Operations / (c.Float64 ? Double : Single);

        // Reading alone is faster than reading with writing.
        var memory = (c.BytesRead + c.BytesWritten) / (c.BytesWritten > 0 ? Math.Max(Copy, Triad) : Read);
        return memory > arithmetic ? (memory, "memory") : (arithmetic, "fma");
    }

    public string ToJson() => JsonReport.Object(json =>
    {
        json.WriteString("machine", Processor);
        json.WriteNumber("threads", Threads);
        json.WriteString("instructions", InstructionSets.Current.ToString());
        json.WriteString("runtime", System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription);
        json.WriteNumber("fma_f32_gflops", Math.Round(Single * 1e-9, 1));
        json.WriteNumber("fma_f64_gflops", Math.Round(Double * 1e-9, 1));
        json.WriteNumber("read_gbs", Math.Round(Read * 1e-9, 1));
        json.WriteNumber("copy_gbs", Math.Round(Copy * 1e-9, 1));
        json.WriteNumber("triad_gbs", Math.Round(Triad * 1e-9, 1));
    });

    private static string ProcessorName() =>
        File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";
}
