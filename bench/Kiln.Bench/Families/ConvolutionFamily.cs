using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>Convolutions of the networks that the quickstart and ImageNet models are made of: forward, input gradient, weight gradient.</summary>
internal static class ConvolutionFamily
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
                yield return Comparison.Arithmetic(
                    $"conv-{batch}x{size}x{size}x{channels}-{filters}-k{kernel}s{stride}g{groups}-{direction}",
                    2.0 * g.OutputCount * kernel * kernel * (channels / groups),
                    () => Prepare(g, direction),
                    [.. Formats(batch, size, channels, filters, kernel, stride, padding, groups, direction)]);
            }
        }
    }

    /// <summary>PyTorch in either memory format: which is faster depends on the shape.</summary>
    private static IEnumerable<Peer> Formats(params object[] arguments) =>
        [Peer.Torch("convolution", "conv2d", [.. arguments, "channels_last"]), Peer.Torch("convolution", "conv2d", [.. arguments, "contiguous"])];

    private static Trial Prepare(Conv2DGeometry g, string direction)
    {
        var x = Operands.Draw(g.InputCount, 1);
        var w = Operands.Draw(g.WeightCount, 2);
        var y = Operands.Draw(g.OutputCount, 3);
        return direction switch
        {
            "forward" => new Trial(() => Convolution2D.Forward(g, x, w, [], y), () => y),
            "input" => new Trial(() => Convolution2D.InputGradient(g, y, w, x), () => x),
            _ => new Trial(() => Convolution2D.WeightGradient(g, x, y, w), () => w),
        };
    }
}
