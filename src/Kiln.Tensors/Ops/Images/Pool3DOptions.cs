using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>The window of a three-dimensional pooling and how it moves.</summary>
public sealed record Pool3DOptions
{
    /// <summary>Size of the window; at least 1, by default 2 × 2 × 2.</summary>
    public (int Depth, int Height, int Width) Kernel { get; init; } = (2, 2, 2);

    /// <summary>Input planes, rows and columns from one output pixel to the next; null, the default, takes the window's size.</summary>
    public (int Depth, int Height, int Width)? Stride { get; init; }

    /// <summary>Padding on each side, less than the window; by default none. It never wins a maximum.</summary>
    public (int Front, int Back, int Top, int Bottom, int Left, int Right) Padding { get; init; }

    /// <summary>Whether averages count padding as zeros (PyTorch's default) or leave it out (Keras's rule). By default true.</summary>
    public bool CountIncludesPadding { get; init; } = true;

    internal Pool3DGeometry Geometry(string op, Tensor x)
    {
        if (x.Rank != 5)
        {
            throw new ShapeException($"{op}: the input has shape {x.Shape}; expected (batch, depth, height, width, channels)");
        }

        (int strideDepth, int strideHeight, int strideWidth) = Stride ?? Kernel;
        var geometry = new Pool3DGeometry(
            x.Shape[0],
            x.Shape[1],
            x.Shape[2],
            x.Shape[3],
            x.Shape[4],
            Kernel.Depth,
            Kernel.Height,
            Kernel.Width,
            strideDepth,
            strideHeight,
            strideWidth,
            Padding.Front,
            Padding.Back,
            Padding.Top,
            Padding.Bottom,
            Padding.Left,
            Padding.Right);
        return PoolingOp.Validate(op, geometry, x);
    }
}
