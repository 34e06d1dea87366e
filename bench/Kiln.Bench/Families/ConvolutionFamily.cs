using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>Convolutions of the networks that people train: forward, input gradient, weight gradient.</summary>
internal static class ConvolutionFamily
{
    private const string Cifar = "3×3 convolutions of the CIFAR network";
    private const string Blocks = "1×1, depthwise and strided convolutions of ResNet-50 and MobileNet";

    public static IEnumerable<Comparison> All()
    {
        // The network of the quickstart's CIFAR example, without and with padding.
        foreach (var (size, channels, filters, padding) in new[] { (32, 3, 32, 0), (15, 32, 64, 0), (6, 64, 128, 0), (32, 3, 32, 1), (16, 32, 64, 1), (8, 64, 128, 1) })
        {
            foreach (var comparison in Directions(64, size, channels, filters, 3, 1, padding, 1))
            {
                yield return comparison with { Group = Cifar, Bar = 1.1 };
            }
        }

        (int Batch, int Size, int In, int Out, int Kernel, int Stride, int Padding, int Groups)[] blocks =
        [
            (4, 224, 3, 64, 7, 2, 3, 1),
            (8, 56, 256, 64, 1, 1, 0, 1),
            (8, 56, 64, 256, 1, 1, 0, 1),
            (8, 56, 128, 128, 3, 2, 1, 1),
            (8, 56, 256, 512, 1, 2, 0, 1),
            (8, 28, 512, 128, 1, 1, 0, 1),
            (8, 224, 3, 32, 3, 2, 1, 1),
            (8, 112, 32, 32, 3, 1, 1, 32),
            (8, 112, 64, 64, 3, 2, 1, 64),
            (8, 56, 128, 128, 3, 1, 1, 128),
            (8, 28, 256, 256, 3, 1, 1, 256),
            (8, 14, 512, 512, 3, 1, 1, 512),
            (8, 112, 32, 64, 1, 1, 0, 1),
            (8, 56, 128, 128, 1, 1, 0, 1),
            (8, 14, 512, 512, 1, 1, 0, 1),
        ];
        foreach (var (batch, size, channels, filters, kernel, stride, padding, groups) in blocks)
        {
            foreach (var comparison in Directions(batch, size, channels, filters, kernel, stride, padding, groups))
            {
                yield return comparison with { Group = Blocks, Bar = 1 };
            }
        }

        (int Batch, int Size, int In, int Out, int Kernel, int Stride, int Padding, int Groups)[] others =
        [
            (64, 28, 1, 32, 3, 1, 0, 1),
            (64, 13, 32, 64, 3, 1, 0, 1),
            (16, 28, 24, 24, 3, 1, 1, 1),
            (16, 28, 48, 48, 3, 1, 1, 1),
            (8, 56, 64, 64, 3, 1, 1, 1),
            (8, 14, 256, 256, 3, 1, 1, 1),
            (16, 28, 128, 128, 3, 1, 1, 32),
        ];
        foreach (var (batch, size, channels, filters, kernel, stride, padding, groups) in others)
        {
            foreach (var comparison in Directions(batch, size, channels, filters, kernel, stride, padding, groups))
            {
                yield return comparison;
            }
        }
    }

    private static IEnumerable<Comparison> Directions(int batch, int size, int channels, int filters, int kernel, int stride, int padding, int groups)
    {
        var g = new Conv2DGeometry(
            batch, size, size, channels, filters, kernel, kernel, stride, stride, padding, padding, padding, padding, 1, 1, groups);
        foreach (var direction in new[] { "forward", "input", "weight" })
        {
            yield return Comparison.Arithmetic(
                $"conv-{batch}x{size}x{size}x{channels}-{filters}-k{kernel}s{stride}p{padding}g{groups}-{direction}",
                2.0 * g.OutputCount * kernel * kernel * (channels / groups),
                () => Prepare(g, direction),
                [.. Formats(direction, batch, size, channels, filters, kernel, stride, padding, groups, direction)]);
        }
    }

    /// <summary>PyTorch in either memory format, and forward in oneDNN's own blocked one: which is faster depends on the shape.</summary>
    private static IEnumerable<Peer> Formats(string direction, params object[] arguments)
    {
        yield return Peer.Torch("convolution", "conv2d", [.. arguments, "channels_last"]);
        yield return Peer.Torch("convolution", "conv2d", [.. arguments, "contiguous"]);
        if (direction == "forward")
        {
            yield return Peer.Torch("convolution", "conv2d", [.. arguments, "blocked"]);
        }
    }

    private static Trial Prepare(Conv2DGeometry g, string direction)
    {
        var x = AlignedArray<float>.Of(Operands.Draw(g.InputCount, 1));
        var w = AlignedArray<float>.Of(Operands.Draw(g.WeightCount, 2));
        var y = AlignedArray<float>.Of(Operands.Draw(g.OutputCount, 3));
        return direction switch
        {
            "forward" => new Trial(() => Convolution2D.Forward(g, x.Span, w.Span, [], y.Span), () => y.Span.ToArray()),
            "input" => new Trial(() => Convolution2D.InputGradient(g, y.Span, w.Span, x.Span), () => x.Span.ToArray()),
            _ => new Trial(() => Convolution2D.WeightGradient(g, x.Span, y.Span, w.Span), () => w.Span.ToArray()),
        };
    }
}
