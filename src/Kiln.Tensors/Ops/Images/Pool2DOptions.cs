using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>The window of a two-dimensional pooling and how it moves.</summary>
public sealed record Pool2DOptions
{
    /// <summary>Size of the window; at least 1, by default 2 × 2.</summary>
    public (int Height, int Width) Kernel { get; init; } = (2, 2);

    /// <summary>Input rows and columns from one output pixel to the next; null, the default, takes the window's size.</summary>
    public (int Height, int Width)? Stride { get; init; }

    /// <summary>Padding on each side, less than the window; by default none. It never wins a maximum.</summary>
    public (int Top, int Bottom, int Left, int Right) Padding { get; init; }

    /// <summary>Whether averages count padding as zeros (PyTorch's default) or leave it out (Keras's rule). By default true.</summary>
    public bool CountIncludesPadding { get; init; } = true;

    internal Pool3DGeometry Geometry(string op, Tensor x)
    {
        if (x.Rank != 4)
        {
            throw new ShapeException($"{op}: the input has shape {x.Shape}; expected (batch, height, width, channels)");
        }

        (int strideHeight, int strideWidth) = Stride ?? Kernel;
        var geometry = new Pool3DGeometry(
            x.Shape[0],
            1,
            x.Shape[1],
            x.Shape[2],
            x.Shape[3],
            1,
            Kernel.Height,
            Kernel.Width,
            1,
            strideHeight,
            strideWidth,
            0,
            0,
            Padding.Top,
            Padding.Bottom,
            Padding.Left,
            Padding.Right);
        return PoolingOp.Validate(op, geometry, x);
    }
}
