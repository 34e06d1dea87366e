using Kiln.Numerics;

namespace Kiln.Cli;

/// <summary>Convolutions, channels last: 3×3 in three directions, 1×1, depthwise.</summary>
internal static class ConvolutionBenchmarks
{
    /// <summary>The kernels of the family.</summary>
    public static IEnumerable<KernelBenchmark> All()
    {
        var middle = new Conv2DGeometry(16, 28, 28, 128, 128, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1);
        yield return Create("conv-3x3", middle, (g, x, w, y) => Convolution2D.Forward(g, x, w, [], y));
        yield return Create("conv-3x3-input-gradient", middle, (g, x, w, y) => Convolution2D.InputGradient(g, y, w, x));
        yield return Create("conv-3x3-weight-gradient", middle, (g, x, w, y) => Convolution2D.WeightGradient(g, x, y, w));
        yield return Create("conv-1x1", new Conv2DGeometry(16, 28, 28, 256, 256, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1), (g, x, w, y) => Convolution2D.Forward(g, x, w, [], y));
        yield return Create("conv-depthwise", new Conv2DGeometry(64, 56, 56, 128, 128, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 128), (g, x, w, y) => Convolution2D.Forward(g, x, w, [], y));
    }

    private static KernelBenchmark Create(string name, Conv2DGeometry g, Action<Conv2DGeometry, float[], float[], float[]> run) => new(
        name,
        $"{g.Batch} × {g.Height} × {g.Width} × {g.InChannels} → {g.OutChannels}",
        2.0 * g.OutputCount * g.KernelHeight * g.KernelWidth * (g.InChannels / g.Groups),
        4.0 * (g.InputCount + g.WeightCount),
        4.0 * g.OutputCount,
        () =>
        {
            var (x, w, y) = (Operands.Single(g.InputCount), Operands.Single(g.WeightCount), Operands.Single(g.OutputCount));
            return () => run(g, x, w, y);
        });
}
