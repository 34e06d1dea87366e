using System.Reflection;
using System.Runtime.InteropServices;

using Kiln.Numerics;

namespace Kiln.Cli;

/// <summary>What there is to know about the machine and the program, cheap enough to ask at every start.</summary>
internal sealed record Machine(
    string KilnVersion,
    string Runtime,
    string System,
    string Architecture,
    string Processor,
    int Processors,
    InstructionSet InstructionSet,
    int VectorBits,
    int Threads,
    long MemoryBytes,
    string LargePages)
{
    /// <summary>Kiln's version, without the source revision.</summary>
    public static string Version { get; } =
        (typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];

    /// <summary>Looks at the machine this process runs on.</summary>
    public static Machine Look()
    {
        var set = InstructionSets.Current;
        var bits = set switch { InstructionSet.Avx512 => 512, InstructionSet.Avx2 => 256, InstructionSet.Vector128 => 128, _ => 0 };
        return new Machine(
            Version,
            RuntimeInformation.FrameworkDescription,
            RuntimeInformation.OSDescription,
            RuntimeInformation.ProcessArchitecture.ToString(),
            ProcessorName(),
            Environment.ProcessorCount,
            set,
            bits,
            WorkerTeam.ThreadCount,
            GC.GetGCMemoryInfo(GCKind.Any).TotalAvailableMemoryBytes,
            LargePageSetting());
    }

    // The file names all choices, the one in force in brackets: "always [madvise] never".
    private static string LargePageSetting()
    {
        const string enabled = "/sys/kernel/mm/transparent_hugepage/enabled";
        if (!OperatingSystem.IsLinux() || !File.Exists(enabled))
        {
            return "unknown";
        }

        var choices = File.ReadAllText(enabled);
        var (open, close) = (choices.IndexOf('[', StringComparison.Ordinal), choices.IndexOf(']', StringComparison.Ordinal));
        return open >= 0 && close > open ? choices[(open + 1)..close] : "unknown";
    }

    private static string ProcessorName()
    {
        const string cpuInfo = "/proc/cpuinfo";
        if (OperatingSystem.IsLinux() && File.Exists(cpuInfo))
        {
            foreach (var line in File.ReadLines(cpuInfo))
            {
                if (line.StartsWith("model name", StringComparison.Ordinal) && line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                {
                    return line[(colon + 1)..].Trim();
                }
            }
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
