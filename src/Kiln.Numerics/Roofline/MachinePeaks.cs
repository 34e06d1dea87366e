using System.Diagnostics;
using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// What the processor and its memory give at most, measured with loops that do nothing else: the roofs under which kernels run
/// (Williams, Waterman, Patterson: Roofline, 2009). Each figure is the best of many short samples, because whatever disturbs a sample makes it
/// slower.
/// </summary>
/// <remarks>Every member runs on as many threads as <see cref="WorkerTeam.ThreadCount"/> says, each with memory of its own.</remarks>
public static unsafe class MachinePeaks
{
    private const int LeastSamples = 5;

    /// <summary>The peak of fused multiply-adds in the widest vectors that kernels use, in operations per second; a multiply-add counts as two.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="seconds">How long to measure.</param>
    /// <param name="cancel">Ends the measurement early.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was canceled.</exception>
    public static double MultiplyAdd<T>(double seconds = 0.1, CancellationToken cancel = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Steps = 20_000;
        var sample = Best(new MultiplyAddTile<T>(Steps), WorkerTeam.ThreadCount, seconds, cancel);
        return MultiplyAddTile<T>.Operations(Steps) * WorkerTeam.ThreadCount / sample;
    }

    /// <summary>How fast a buffer is read over and over, in bytes per second: a buffer of 16 KB per thread shows the first-level cache, one of hundreds of megabytes the memory.</summary>
    /// <param name="bytes">The buffer's size per thread; rounded down to 4 KB, at least 4 KB.</param>
    /// <param name="seconds">How long to measure.</param>
    /// <param name="cancel">Ends the measurement early.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was canceled.</exception>
    public static double Read(long bytes, double seconds = 0.1, CancellationToken cancel = default) => Traffic(Stream.Read, bytes, 1, seconds, cancel);

    /// <summary>How fast one buffer is copied to another past the caches, in bytes per second, those read and those written together.</summary>
    /// <inheritdoc cref="Read"/>
    public static double Copy(long bytes, double seconds = 0.1, CancellationToken cancel = default) => Traffic(Stream.Copy, bytes, 2, seconds, cancel);

    /// <summary>How fast a = b + s · c goes over three buffers, written past the caches, in bytes per second, those read and those written together (STREAM's triad, McCalpin).</summary>
    /// <inheritdoc cref="Read"/>
    public static double Triad(long bytes, double seconds = 0.1, CancellationToken cancel = default) => Traffic(Stream.Triad, bytes, 3, seconds, cancel);

    private static double Traffic(Stream stream, long bytes, int buffers, double seconds, CancellationToken cancel)
    {
        var threads = WorkerTeam.ThreadCount;
        bytes = Math.Max(4096, bytes & ~4095L);

        // A sample moves some megabytes at least, so that starting the region does not count.
        var repeats = (int)Math.Max(1, (4L << 20) / bytes);
        using var memory = new StreamBuffers(threads, buffers, bytes);
        var sample = Best(new StreamTile(stream, memory, repeats), threads, seconds, cancel);
        return (double)bytes * buffers * repeats * threads / sample;
    }

    private static double Best<TBody>(TBody body, int tiles, double seconds, CancellationToken cancel)
        where TBody : struct, ITileBody
    {
        var all = Stopwatch.StartNew();
        var best = double.PositiveInfinity;
        var samples = 0;
        while (samples < LeastSamples || all.Elapsed.TotalSeconds < seconds)
        {
            cancel.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            WorkerTeam.Run(tiles, body);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            samples++;
        }

        return best;
    }
}
