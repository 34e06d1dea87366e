using Kiln.Numerics;

namespace Kiln.Tensors.Tests;

internal static partial class OpCases
{
    private static OpCase[] Products() =>
    [
        new("matmul", x => x[0].MatMul(x[1]), random =>
        {
            int m = random.Next(1, 20), k = random.Next(1, 20), n = random.Next(1, 20);
            return [new OpInput([m, k]), new OpInput([k, n])];
        }),
        new("matmul of batches", x => x[0].MatMul(x[1]), _ => [new OpInput([2, 1, 3, 4]), new OpInput([3, 4, 2])]),
        new("matmul with a vector", x => x[0].MatMul(x[1]), _ => [new OpInput([2, 3, 4]), new OpInput([4])]),
        .. Enum.GetValues<Activation>().Select(activation => new OpCase(
            $"dense {activation}",
            x => Functional.Dense(x[0], x[1], x[2], activation),
            _ => [new OpInput([2, 3, 5], 0.2, 1), new OpInput([5, 4], 0.2, 1), new OpInput([4], 0.2, 1)])),
        new("dense without bias", x => Functional.Dense(x[0], x[1]), random => [new OpInput([random.Next(1, 30), 5]), new OpInput([5, 17])]),
        new("conv2d", x => Functional.Conv2D(x[0], x[1], x[2]), _ => [new OpInput([2, 5, 6, 3]), new OpInput([3, 3, 3, 4]), new OpInput([4])]),
        new(
            "conv2d with everything",
            x => Functional.Conv2D(x[0], x[1], x[2], new Conv2DOptions { Stride = (2, 1), Padding = (1, 0, 0, 2), Dilation = (1, 2), Groups = 2 }, Activation.Tanh),
            _ => [new OpInput([2, 5, 6, 4]), new OpInput([3, 2, 2, 6]), new OpInput([6])]),
        new(
            "conv2d channel by channel",
            x => Functional.Conv2D(x[0], x[1], null, new Conv2DOptions { Padding = (1, 1, 1, 1), Groups = 5 }),
            _ => [new OpInput([1, 4, 5, 5]), new OpInput([3, 3, 1, 5])]),
        new("conv2d of single pixels", x => Functional.Conv2D(x[0], x[1], x[2]), _ => [new OpInput([2, 3, 3, 4]), new OpInput([1, 1, 4, 6]), new OpInput([6])]),
        // So many images that the two are one operation; pixels so far apart that none becomes the largest of its window, or positive, by a small step.
        new("conv2d and max pool", x => Functional.Conv2DMaxPool(x[0], x[1], x[2], null, Activation.ReLU),
            _ => [new OpInput([8, 4, 5, 1], Apart: true), new OpInput([1, 1, 1, 3], 1, 2), new OpInput([3], 0.05, 0.1)]),
        new("conv1d", x => Functional.Conv1D(x[0], x[1], x[2]), _ => [new OpInput([2, 9, 3]), new OpInput([3, 3, 4]), new OpInput([4])]),
        new(
            "conv1d with everything",
            x => Functional.Conv1D(x[0], x[1], x[2], new Conv1DOptions { Stride = 2, Padding = (3, 1), Dilation = 2, Groups = 2 }, Activation.Sigmoid),
            _ => [new OpInput([2, 8, 4]), new OpInput([3, 2, 6]), new OpInput([6])]),
        new("conv3d", x => Functional.Conv3D(x[0], x[1], x[2]), _ => [new OpInput([2, 3, 4, 3, 2]), new OpInput([2, 3, 2, 2, 3]), new OpInput([3])]),
        new(
            "conv3d with everything",
            x => Functional.Conv3D(
                x[0],
                x[1],
                x[2],
                new Conv3DOptions { Stride = (1, 2, 1), Padding = (1, 0, 0, 1, 2, 0), Dilation = (2, 1, 2), Groups = 2 },
                Activation.Tanh),
            _ => [new OpInput([1, 4, 4, 5, 4]), new OpInput([2, 2, 3, 2, 4]), new OpInput([4])]),
        new("conv1d transpose", x => Functional.Conv1DTranspose(x[0], x[1], x[2]), _ => [new OpInput([2, 5, 3]), new OpInput([3, 4, 3]), new OpInput([4])]),
        new("conv2d transpose", x => Functional.Conv2DTranspose(x[0], x[1]), _ => [new OpInput([2, 3, 4, 3]), new OpInput([3, 2, 4, 3])]),
        new(
            "conv2d transpose with everything",
            x => Functional.Conv2DTranspose(
                x[0],
                x[1],
                x[2],
                new Conv2DOptions { Stride = (2, 3), Padding = (1, 0, 0, 2), Dilation = (1, 2), Groups = 2 },
                (1, 2),
                Activation.Tanh),
            _ => [new OpInput([2, 3, 2, 4]), new OpInput([3, 2, 3, 4]), new OpInput([6])]),
        new("conv2d transpose with gelu", x => Functional.Conv2DTranspose(x[0], x[1], x[2], null, default, Activation.GELU),
            _ => [new OpInput([1, 3, 3, 2]), new OpInput([2, 2, 2, 2]), new OpInput([2])]),
        new(
            "conv3d transpose",
            x => Functional.Conv3DTranspose(x[0], x[1], x[2], new Conv3DOptions { Stride = (1, 2, 2), Padding = (0, 1, 1, 0, 0, 0) }, (0, 1, 0), Activation.Sigmoid),
            _ => [new OpInput([1, 2, 3, 2, 3]), new OpInput([2, 3, 2, 2, 3]), new OpInput([2])]),
        new("einsum of a pair", x => Functional.Einsum("bij,jkb->ki", x[0], x[1]), _ => [new OpInput([2, 3, 4]), new OpInput([4, 3, 2])]),
        new("einsum of three", x => Functional.Einsum("...i,ij,j->...", x[0], x[1], x[2]), _ => [new OpInput([2, 3]), new OpInput([3, 4]), new OpInput([4])]),
        new("max pool", x => Functional.MaxPool2D(x[0], new Pool2DOptions { Stride = (2, 1) }), _ => [new OpInput([2, 5, 4, 3], Apart: true)]),
        new("average pool", x => Functional.AveragePool2D(x[0], new Pool2DOptions { Stride = (2, 1) }), _ => [new OpInput([2, 5, 4, 3])]),
        new(
            "average pool without padding",
            x => Functional.AveragePool2D(x[0], new Pool2DOptions { Kernel = (3, 2), Padding = (1, 1, 1, 0), CountIncludesPadding = false }),
            _ => [new OpInput([1, 5, 4, 3])]),
        new("max pool of sequences", x => Functional.MaxPool1D(x[0], new Pool1DOptions { Kernel = 3, Stride = 2, Padding = (1, 1) }), _ => [new OpInput([2, 7, 3], Apart: true)]),
        new("average pool of sequences", x => Functional.AveragePool1D(x[0], new Pool1DOptions { Kernel = 3, Padding = (0, 1) }), _ => [new OpInput([2, 7, 3])]),
        new("max pool of volumes", x => Functional.MaxPool3D(x[0], new Pool3DOptions { Stride = (1, 2, 1) }), _ => [new OpInput([2, 3, 4, 3, 2], Apart: true)]),
        new(
            "average pool of volumes",
            x => Functional.AveragePool3D(x[0], new Pool3DOptions { Padding = (1, 0, 0, 1, 1, 1), CountIncludesPadding = false }),
            _ => [new OpInput([1, 3, 4, 3, 2])]),
        new("adaptive average pool", x => Functional.AdaptiveAveragePool(x[0], 3, 2), _ => [new OpInput([2, 7, 4, 3])]),
        new("adaptive average pool of volumes", x => Functional.AdaptiveAveragePool(x[0], 2, 1, 4), _ => [new OpInput([1, 3, 2, 3, 2])]),
        new("adaptive max pool", x => Functional.AdaptiveMaxPool(x[0], 3, 2), _ => [new OpInput([2, 7, 5, 3], Apart: true)]),
        new("adaptive max pool of sequences", x => Functional.AdaptiveMaxPool(x[0], 4), _ => [new OpInput([2, 6, 3], Apart: true)]),
        new("resize", x => Functional.Resize(x[0], [5, 9]), _ => [new OpInput([2, 3, 4, 3])]),
        new("resize to less", x => Functional.Resize(x[0], [3]), random => [new OpInput([2, random.Next(4, 9), 2])]),
        new("resize by blocks", x => Functional.Resize(x[0], [4, 2, 3], Interpolation.Nearest), _ => [new OpInput([1, 2, 3, 3, 2])]),
        new("global average pool", x => Functional.GlobalAveragePool2D(x[0]), _ => [new OpInput([2, 5, 4, 3])]),
    ];
}
