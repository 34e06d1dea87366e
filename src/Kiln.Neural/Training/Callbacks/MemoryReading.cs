using System.Globalization;

namespace Kiln.Neural;

/// <summary>How much memory the process has at one moment, in bytes.</summary>
/// <param name="Resident">Memory of the machine that is the process's own; where the system does not tell that apart, with the files it has mapped.</param>
/// <param name="Managed">What the garbage collector counts as allocated, without the tensors.</param>
/// <param name="Tensors">What the pool of tensors holds.</param>
internal readonly record struct MemoryReading(long Resident, long Managed, long Tensors)
{
    /// <summary>What is held: objects that are dead and not yet collected, and tensor memory that waits for reuse, count.</summary>
    internal static MemoryReading Now()
    {
        long tensors = TensorMemory.UsedBytes + TensorMemory.FreeBytes;
        return new(ResidentBytes(), ManagedBytes(tensors), tensors);
    }

    /// <summary>What somebody can still reach, after a full collection.</summary>
    internal static MemoryReading Live()
    {
        TensorMemory.FindDead();
        return new(ResidentBytes(), ManagedBytes(TensorMemory.UsedBytes + TensorMemory.FreeBytes), TensorMemory.UsedBytes);
    }

    /// <summary>The larger of each.</summary>
    internal MemoryReading Max(in MemoryReading other) =>
        new(Math.Max(Resident, other.Resident), Math.Max(Managed, other.Managed), Math.Max(Tensors, other.Tensors));

    /// <summary>Tensors lie on the managed heap too (docs/decisions/0002-memory.md).</summary>
    private static long ManagedBytes(long tensors) => Math.Max(0, GC.GetTotalMemory(forceFullCollection: false) - tensors);

    private static long ResidentBytes()
    {
        const string label = "RssAnon:";
        try
        {
            if (OperatingSystem.IsLinux())
            {
                foreach (string line in File.ReadLines("/proc/self/status"))
                {
                    if (line.StartsWith(label, StringComparison.Ordinal) && long.TryParse(line.AsSpan(label.Length).Trim(" \tkB"), CultureInfo.InvariantCulture, out long kilobytes))
                    {
                        return 1024 * kilobytes;
                    }
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A container may hide the file.
        }

        return Environment.WorkingSet;
    }
}
