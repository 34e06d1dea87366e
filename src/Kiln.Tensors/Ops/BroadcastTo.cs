namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>This tensor stretched to a shape by NumPy's rule: axes of size 1 and missing leading axes repeat. A view.</summary>
    /// <param name="shape">The shape to stretch to.</param>
    /// <exception cref="ShapeException">The shape cannot be reached by stretching.</exception>
    public Tensor BroadcastTo(Shape shape) => BroadcastToOp.Apply(this, shape);
}

/// <summary>y = x repeated along stretched axes; dL/dx is dL/dy summed over them.</summary>
internal static class BroadcastToOp
{
    internal static Tensor Apply(Tensor x, Shape shape)
    {
        if (shape == x.Shape)
        {
            return x;
        }

        Shape before = x.Shape;
        return Tape.Unary("broadcast", Forward(x, shape), x, g => g.SumTo(before));
    }

    /// <summary>The stretched view; its stretched axes have stride zero.</summary>
    internal static Tensor Forward(Tensor x, Shape shape)
    {
        var strides = new int[shape.Rank];
        int lead = shape.Rank - x.Rank;
        for (int i = 0; i < shape.Rank; i++)
        {
            int size = i < lead ? 1 : x.Shape.Sizes[i - lead];
            if (lead < 0 || size != shape.Sizes[i] && size != 1)
            {
                throw new ShapeException($"broadcast: shape {x.Shape} cannot be stretched to {shape}");
            }

            strides[i] = size == 1 ? 0 : x.Strides[i - lead];
        }

        if (lead < 0)
        {
            throw new ShapeException($"broadcast: shape {x.Shape} cannot be stretched to {shape}, which has fewer axes");
        }

        return x.View(shape, strides, x.Offset);
    }
}
