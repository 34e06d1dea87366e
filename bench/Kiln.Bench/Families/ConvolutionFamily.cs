using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>Convolutions of the networks that the quickstart and ImageNet models are made of: forward, input gradient, weight gradient.</summary>
internal static class ConvolutionFamily
{
    private const string Cifar = "3×3 convolutions of the CIFAR network, forward and both gradients";
    private const string Blocks = "1×1, depthwise and strided convolutions of a ResNet-50 and a MobileNet block";
    private const string Others = "other 3×3 convolutions";

    private static readonly string[] s_directions = ["forward", "input", "weight"];
    private static readonly string[] s_noInput = ["forward", "weight"];

    public static IEnumerable<Comparison> All()
    {
        // The CIFAR-10 network of three layers; its first layer needs no gradient of the pictures.
        (int Size, int In, int Out)[] cifar = [(32, 3, 32), (15, 32, 64), (6, 64, 128)];
        foreach (var (size, channels, filters) in cifar)
        {
            foreach (var direction in channels == 3 ? s_noInput : s_directions)
            {
                yield return Create(new Shape(64, size, channels, filters, 3, 1, 0, 1), direction) with { Group = Cifar, Bar = 1.1 };
            }
        }

        // A bottleneck of ResNet-50 at two depths (1×1 down, 3×3, 1×1 up, and the strided forms), a block of MobileNet at two (depthwise, 1×1).
        Shape[] blocks =
        [
            new(16, 56, 256, 64, 1, 1, 0, 1), new(16, 56, 64, 256, 1, 1, 0, 1), new(16, 14, 1024, 256, 1, 1, 0, 1), new(16, 14, 256, 1024, 1, 1, 0, 1),
            new(16, 56, 256, 512, 1, 2, 0, 1), new(16, 56, 128, 128, 3, 2, 1, 1), new(4, 224, 3, 64, 7, 2, 3, 1),
            new(16, 112, 32, 32, 3, 1, 1, 32), new(16, 56, 128, 128, 3, 2, 1, 128), new(16, 28, 128, 128, 3, 1, 1, 128), new(16, 28, 256, 256, 1, 1, 0, 1),
        ];
        foreach (var shape in blocks)
        {
            foreach (var direction in s_directions)
            {
                yield return Create(shape, direction) with { Group = Blocks, Bar = 1 };
            }
        }

        Shape[] others = [new(64, 28, 1, 32, 3, 1, 0, 1), new(64, 13, 32, 64, 3, 1, 0, 1), new(64, 28, 32, 32, 3, 1, 1, 1), new(16, 56, 64, 64, 3, 1, 1, 1), new(16, 14, 256, 256, 3, 1, 1, 1)];
        foreach (var shape in others)
        {
            foreach (var direction in s_directions)
            {
                yield return Create(shape, direction) with { Group = Others };
            }
        }
    }

    private static Comparison Create(Shape s, string direction)
    {
        var g = new Conv2DGeometry(
            s.Batch, s.Size, s.Size, s.In, s.Out, s.Kernel, s.Kernel, s.Stride, s.Stride, s.Padding, s.Padding, s.Padding, s.Padding, 1, 1, s.Groups);
        var operations = 2.0 * g.OutputCount * s.Kernel * s.Kernel * (s.In / s.Groups);
        var (read, written) = direction switch
        {
            "forward" => (g.InputCount + g.WeightCount, g.OutputCount),
            "input" => (g.OutputCount + g.WeightCount, g.InputCount),
            _ => (g.InputCount + g.OutputCount, g.WeightCount),
        };
        var comparison = Comparison.Arithmetic(
            $"conv-{s.Batch}x{s.Size}x{s.Size}x{s.In}-{s.Out}-k{s.Kernel}s{s.Stride}g{s.Groups}-{direction}",
            operations,
            () => Prepare(g, direction),
            [.. Formats(s.Batch, s.Size, s.In, s.Out, s.Kernel, s.Stride, s.Padding, s.Groups, direction)]);
        return comparison with { BytesRead = 4.0 * read, BytesWritten = 4.0 * written };
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

    private readonly record struct Shape(int Batch, int Size, int In, int Out, int Kernel, int Stride, int Padding, int Groups);
}
