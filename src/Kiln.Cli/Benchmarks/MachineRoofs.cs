using Kiln.Numerics;

namespace Kiln.Cli;

/// <summary>The limits of the machine with some number of threads, per second: operations and bytes.</summary>
/// <param name="Threads">How many threads worked at once.</param>
/// <param name="Single">Multiply-adds in float32, counted as two operations each.</param>
/// <param name="Double">The same in float64.</param>
/// <param name="Caches">How fast each level is read, the fastest first, memory last.</param>
/// <param name="Copy">Copying memory, bytes read and written together.</param>
/// <param name="Triad">a = b + s · c over memory, bytes read and written together.</param>
internal sealed record MachineRoofs(int Threads, double Single, double Double, IReadOnlyList<CacheRoof> Caches, double Copy, double Triad)
{
    /// <summary>The steps of a measurement, for its progress.</summary>
    public static int Steps => CacheRoof.Levels.Count + 5;

    /// <summary>How fast memory is read.</summary>
    public double Read => Caches[^1].Read;

    /// <summary>Measures on that many threads.</summary>
    /// <param name="threads">How many.</param>
    /// <param name="seconds">How long each of the <see cref="Steps"/> takes.</param>
    /// <param name="step">Told what is measured next.</param>
    /// <param name="cancel">Ends the measurement early.</param>
    public static MachineRoofs Measure(int threads, double seconds, Action<string> step, CancellationToken cancel)
    {
        var before = WorkerTeam.ThreadCount;
        WorkerTeam.ThreadCount = threads;
        var memory = CacheRoof.MemoryBytes(threads);
        try
        {
            double Timed(string name, Func<double> measure)
            {
                step(name);
                return measure();
            }

            return new MachineRoofs(
                threads,
                Timed("multiply-adds, float32", () => MachinePeaks.MultiplyAdd<float>(seconds, cancel)),
                Timed("multiply-adds, float64", () => MachinePeaks.MultiplyAdd<double>(seconds, cancel)),
                [.. CacheRoof.Levels.Select(level => new CacheRoof(level.Name, level.Bytes, Timed($"reading {level.Name}", () => MachinePeaks.Read(level.Bytes, seconds, cancel)))),
                    new CacheRoof("memory", memory, Timed("reading memory", () => MachinePeaks.Read(memory, 2 * seconds, cancel)))],
                Timed("copying memory", () => MachinePeaks.Copy(memory, 2 * seconds, cancel)),
                Timed("triad over memory", () => MachinePeaks.Triad(memory, 2 * seconds, cancel)));
        }
        finally
        {
            WorkerTeam.ThreadCount = before;
        }
    }

    /// <summary>The bandwidth that bounds a kernel whose operands have that many bytes: that of the first level that holds them, per thread.</summary>
    /// <param name="bytesRead">Bytes that are read.</param>
    /// <param name="bytesWritten">Bytes that are written.</param>
    public (string Level, double PerSecond) Bandwidth(double bytesRead, double bytesWritten)
    {
        // Caches are measured with buffers of half their usual size or less: up to twice that they still hold what is read again and again.
        var level = Caches.FirstOrDefault(c => bytesRead + bytesWritten <= 2.0 * c.Bytes * Threads) ?? Caches[^1];
        return ReferenceEquals(level, Caches[^1]) && bytesWritten > 0 ? (level.Name, Math.Max(Copy, Triad)) : (level.Name, level.Read);
    }
}

/// <summary>How fast one level of the caches, or memory, is read.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Bytes">The buffer, per thread, with which it was measured.</param>
/// <param name="Read">Bytes per second of all threads together.</param>
internal sealed record CacheRoof(string Name, long Bytes, double Read)
{
    /// <summary>Buffers that fit into one level and not into the one above, on processors of these years.</summary>
    public static IReadOnlyList<(string Name, long Bytes)> Levels { get; } =
        [("L1", 16L << 10), ("L2", 256L << 10), ("L3", 4L << 20)];

    /// <summary>A buffer per thread that together are well past the last-level cache, and do not fill the memory of a machine of many cores.</summary>
    public static long MemoryBytes(int threads) => Math.Clamp((256L << 20) / threads, 16L << 20, 256L << 20);
}
