using System.Globalization;
using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>Convolutions of the networks that the quickstart and ImageNet models are made of: forward, input gradient, weight gradient.</summary>
internal static class ConvolutionComparisons
{
    public static IEnumerable<Comparison> All()
    {
        (int Batch, int Size, int In, int Out, int Kernel, int Stride, int Padding, int Groups)[] shapes =
        [
            (64, 28, 1, 32, 3, 1, 0, 1),
            (64, 13, 32, 64, 3, 1, 0, 1),
            (64, 28, 32, 32, 3, 1, 1, 1),
            (16, 56, 64, 64, 3, 1, 1, 1),
            (16, 14, 256, 256, 3, 1, 1, 1),
            (4, 224, 3, 64, 7, 2, 3, 1),
            (16, 28, 128, 128, 3, 1, 1, 128),
        ];
        foreach (var (batch, size, channels, filters, kernel, stride, padding, groups) in shapes)
        {
            var g = new Conv2DGeometry(
                batch, size, size, channels, filters, kernel, kernel, stride, stride, padding, padding, padding, padding, 1, 1, groups);
            foreach (var direction in new[] { "forward", "input", "weight" })
            {
                var name = string.Create(
                    CultureInfo.InvariantCulture, $"conv-{batch}x{size}x{size}x{channels}-{filters}-k{kernel}s{stride}g{groups}-{direction}");
                yield return new Comparison(
                    name,
                    "GFLOP/s",
                    2e-9 * g.OutputCount * kernel * kernel * (channels / groups),
                    () => Prepare(g, direction),
                    ["conv", .. new[] { batch, size, channels, filters, kernel, stride, padding, groups }.Select(Text), direction]);
            }
        }
    }

    private static Action Prepare(Conv2DGeometry g, string direction)
    {
        var x = Operands.Draw(g.InputCount);
        var w = Operands.Draw(g.WeightCount);
        var y = Operands.Draw(g.OutputCount);
        return direction switch
        {
            "forward" => () => Convolution2D.Forward(g, x, w, [], y),
            "input" => () => Convolution2D.InputGradient(g, y, w, x),
            _ => () => Convolution2D.WeightGradient(g, x, y, w),
        };
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
