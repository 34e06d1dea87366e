using System.Diagnostics;
using System.Globalization;
using Kiln.Data;
using Kiln.Numerics;

namespace Kiln.Neural.Tests;

public sealed class MemoryTests
{
    // The runtime compiles hot methods anew and finds the sizes of its own heaps in the first seconds.
    private const int WarmUp = 8_000;
    private const int Steps = 10_000;
    private const int Every = 50;

    [Fact]
    public async Task Anonymous_memory_does_not_grow_over_ten_thousand_training_steps()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Anonymous resident bytes are read from /proc, which this system does not have.");
        using Process process = TrainingHost.Start("memory", string.Empty);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));

        double[] samples = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => double.Parse(l, CultureInfo.InvariantCulture))];
        samples.Length.ShouldBe(Steps / Every);
        (double slope, double error) = SlopeOfBlocks(samples, blocks: 16);

        // The smallest object takes 24 bytes, so a leak of one per step has at least that slope. Below it, or within the error: zero.
        slope.ShouldBeLessThan(
            Math.Max(4 * error, 12.0 / 1024),
            $"KiB per step and standard error {slope:G3} ± {error:G3}; samples in KiB: {string.Join(' ', samples.Where((_, i) => i % 8 == 0))}");
    }

    /// <summary>The child's work: trains, and prints KiB of anonymous resident memory after the warm-up.</summary>
    internal static void TrainAndSample()
    {
        const int samples = 3200, features = 256, batch = 32;
        var network = new Sequential(
            new Dense(features, 64, activation: Activation.ReLU), new BatchNorm(64), new Dropout(0.2), new Dense(64, 10));
        var x = new float[samples * features];
        RandomKey.FromSeed(1).Normal(x);
        var labels = new int[samples];
        RandomKey.FromSeed(2).Integers(labels, 0, 10);
        var data = new TensorDataset(Tensor.From(x, [samples, features]), Tensor.From(Array.ConvertAll(labels, l => (long)l)));
        network.Fit(data, Tiny.Options() with
        {
            BatchSize = batch,
            Validation = null,
            Epochs = (WarmUp + Steps) / (samples / batch),
            Callbacks =
            [
                new Call
                {
                    BatchEnd = c =>
                    {
                        if (c.Step > WarmUp && c.Step % Every == 0)
                        {
                            Console.WriteLine(AnonymousKiB());
                        }
                    },
                },
            ],
        });
    }

    /// <summary>
    /// The least-squares slope per step and its standard error, over the means of blocks: neighbouring samples are nearly equal, and
    /// taken one by one would make the error look far smaller than it is.
    /// </summary>
    private static (double Slope, double Error) SlopeOfBlocks(double[] samples, int blocks)
    {
        int size = samples.Length / blocks;
        double[] y = [.. Enumerable.Range(0, blocks).Select(b => samples.AsSpan(b * size, size).ToArray().Average())];
        double[] x = [.. Enumerable.Range(0, blocks).Select(b => (double)b * size * Every)];
        double meanX = x.Average(), meanY = y.Average();
        double sxx = x.Sum(v => (v - meanX) * (v - meanX));
        double slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / sxx;
        double residuals = x.Zip(y, (a, b) => b - meanY - (slope * (a - meanX))).Sum(r => r * r);
        return (slope, Math.Sqrt(residuals / (blocks - 2) / sxx));
    }

    private static long AnonymousKiB()
    {
        string line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(8).Trim(" \tkB"), CultureInfo.InvariantCulture);
    }
}
