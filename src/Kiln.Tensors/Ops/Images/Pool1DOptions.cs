using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>The window of a one-dimensional pooling and how it moves.</summary>
public sealed record Pool1DOptions
{
    /// <summary>Size of the window; at least 1, by default 2.</summary>
    public int Kernel { get; init; } = 2;

    /// <summary>Input steps from one output step to the next; null, the default, takes the window's size.</summary>
    public int? Stride { get; init; }

    /// <summary>Padding at each end, less than the window; by default none. It never wins a maximum.</summary>
    public (int Before, int After) Padding { get; init; }

    /// <summary>Whether averages count padding as zeros (PyTorch's default) or leave it out (Keras's rule). By default true.</summary>
    public bool CountIncludesPadding { get; init; } = true;

    internal Pool3DGeometry Geometry(string op, Tensor x)
    {
        if (x.Rank != 3)
        {
            throw new ShapeException($"{op}: the input has shape {x.Shape}; expected (batch, time, channels)");
        }

        var geometry = new Pool3DGeometry(
            x.Shape[0], 1, 1, x.Shape[1], x.Shape[2], 1, 1, Kernel, 1, 1, Stride ?? Kernel, 0, 0, 0, 0, Padding.Before, Padding.After);
        return PoolingOp.Validate(op, geometry, x);
    }
}
