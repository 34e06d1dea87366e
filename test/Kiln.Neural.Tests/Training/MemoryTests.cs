using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Kiln.Data;
using Kiln.Numerics;

namespace Kiln.Neural.Tests;

/// <summary>
/// Memory over a long run, weighed in a process of its own. A leak grows in every stretch of the run; what the runtime does once (compiling
/// a method anew, enlarging a table of the collector, committing a region) grows in one. So each quantity is read at the ends of disjoint
/// stretches, after full collections, and judged by its growth in the third quietest of them: all others may hold a jump. The C library's
/// count jumps both ways, since the runtime frees as well, and is judged by the median: five stretches may jump up or down.
/// </summary>
public sealed class MemoryTests
{
    private const int WarmUp = 4_000;
    private const int Stretches = 11;
    private const int Stretch = 1_000;

    // Live objects are counted exactly, and the smallest takes 24 bytes; 12 leave room for the history of an epoch.
    private const double MostLive = 12;

    // The C library counts what it has given out exactly, in steps of 16 bytes; resident memory comes in pages, of which 32 bytes per step are
    // 8 in a stretch. (A leak of small native blocks may hide from the resident bytes for long, in memory that the compiler has freed.)
    private const double MostNative = 32;

    [Theory]
    [InlineData("nothing")]
    [InlineData("an object of 32 bytes")]
    [InlineData("a native block of 64 bytes")]
    [InlineData("a tensor of one element")]
    public async Task Memory_is_flat_over_thousands_of_steps_and_a_leak_of_the_smallest_thing_per_step_is_seen(string leak)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Anonymous resident bytes are read from /proc, which this system does not have.");
        using Process process = TrainingHost.Start("memory", leak);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, await errors);

        Reading[] readings = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Reading.Parse)];
        readings.Length.ShouldBe(Stretches + 1);
        double managed = Growth(readings, r => r.ManagedBytes)[2];
        double pool = Growth(readings, r => r.PoolBytes)[2];
        double resident = Growth(readings, r => r.ResidentBytes)[2];
        double native = Growth(readings, r => r.NativeBytes)[Stretches / 2];
        string found = $"bytes per step: managed {managed:G3}, pool {pool:G3}, native {native:G3}, resident {resident:G3}\n{output}";

        (managed >= MostLive).ShouldBe(leak is "an object of 32 bytes" or "a tensor of one element", found);
        (pool >= MostLive).ShouldBe(leak == "a tensor of one element", found);
        (native >= MostNative).ShouldBe(leak == "a native block of 64 bytes" && readings[0].NativeBytes > 0, found);
        if (leak == "nothing")
        {
            resident.ShouldBeLessThan(MostNative, found);
        }
    }

    /// <summary>The child's work: trains, leaks what it is told to, and prints a reading at the end of each stretch.</summary>
    internal static void TrainAndRead(string leak)
    {
        const int samples = 3200, features = 256, batch = 32;
        var network = new Sequential(
            new Dense(features, 64, activation: Activation.ReLU), new BatchNorm(64), new Dropout(0.2), new Dense(64, 10));
        var x = new float[samples * features];
        RandomKey.FromSeed(1).Normal(x);
        var labels = new int[samples];
        RandomKey.FromSeed(2).Integers(labels, 0, 10);
        var data = new TensorDataset(Tensor.From(x, [samples, features]), Tensor.From(Array.ConvertAll(labels, l => (long)l)));
        object? leaked = null;
        network.Fit(data, Tiny.Options() with
        {
            BatchSize = batch,
            Validation = null,
            Epochs = (WarmUp + (Stretches * Stretch)) / (samples / batch),
            Callbacks =
            [
                new Call
                {
                    BatchEnd = c =>
                    {
                        switch (leak)
                        {
                            case "an object of 32 bytes": leaked = new Chained(leaked); break;
                            case "a native block of 64 bytes": Marshal.AllocHGlobal(64); break;
                            case "a tensor of one element": leaked = (leaked, Tensor.Zeros([1])); break;
                        }

                        if (c.Step >= WarmUp && c.Step % Stretch == 0)
                        {
                            Console.WriteLine(Reading.Now());
                        }
                    },
                },
            ],
        });
        GC.KeepAlive(leaked);
    }

    /// <summary>Bytes per step in each stretch, the smallest first.</summary>
    private static double[] Growth(Reading[] readings, Func<Reading, long> quantity) =>
        [.. readings.Zip(readings.Skip(1), (a, b) => (double)(quantity(b) - quantity(a)) / Stretch).Order()];

    /// <summary>Header, method table, reference and one number: 32 bytes.</summary>
    private sealed class Chained(object? next)
    {
        public readonly object? Next = next;
        public readonly long Number = 1;
    }

    /// <summary>What the C library tells about its heap (glibc, malloc.h).</summary>
    private struct HeapFigures
    {
#pragma warning disable CS0649, CA1823 // Written by the C library.
        public nuint Arena, FreeChunks, FastChunks, MappedRegions, MappedBytes, Unused, FastBytes, UsedBytes, FreeBytes, Releasable;
#pragma warning restore CS0649, CA1823
    }

    private readonly record struct Reading(long ManagedBytes, long PoolBytes, long NativeBytes, long ResidentBytes)
    {
        public static Reading Now()
        {
            for (int i = 0; i < 2; i++)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }

            string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("RssAnon:", StringComparison.Ordinal));
            return new Reading(
                GC.GetTotalMemory(forceFullCollection: false),
                TensorMemory.UsedBytes + TensorMemory.FreeBytes,
                Native(),
                1024 * long.Parse(line.AsSpan(8).Trim(" \tkB"), CultureInfo.InvariantCulture));
        }

        public static Reading Parse(string line)
        {
            long[] numbers = [.. line.Split(' ').Select(n => long.Parse(n, CultureInfo.InvariantCulture))];
            return new Reading(numbers[0], numbers[1], numbers[2], numbers[3]);
        }

        /// <summary>Bytes that the C library has given out; 0 where it does not tell.</summary>
        private static long Native()
        {
            try
            {
                HeapFigures figures = ReadHeap();
                return (long)(figures.UsedBytes + figures.MappedBytes);
            }
            catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
            {
                return 0;
            }
        }

        [DllImport("libc", EntryPoint = "mallinfo2")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern HeapFigures ReadHeap();

        public override string ToString() => TrainingHost.Text($"{ManagedBytes} {PoolBytes} {NativeBytes} {ResidentBytes}");
    }
}
