namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The transpose: the last two axes exchanged. A view.</summary>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public Tensor T => Rank >= 2
        ? Transpose(-2, -1)
        : throw new ShapeException($"transpose: shape {Shape} has fewer than two axes");

    /// <summary>The axes in another order. A view.</summary>
    /// <param name="axes">For each axis of the result, the axis of this tensor; every axis once, negative ones count from the end.</param>
    /// <exception cref="ShapeException">An axis is missing, repeated or out of range.</exception>
    public Tensor Permute(params ReadOnlySpan<int> axes) => PermuteOp.Apply(this, axes);

    /// <summary>Two axes exchanged. A view.</summary>
    /// <param name="first">One axis.</param>
    /// <param name="second">The other axis.</param>
    public Tensor Transpose(int first, int second)
    {
        first = Shape.Axis(first, "transpose");
        second = Shape.Axis(second, "transpose");
        var axes = new int[Rank];
        for (int i = 0; i < axes.Length; i++)
        {
            axes[i] = i == first ? second : i == second ? first : i;
        }

        return PermuteOp.Apply(this, axes);
    }
}

/// <summary>y[i₀, i₁, …] = x with axis k of y being axis axes[k] of x; dL/dx is dL/dy with the inverse order.</summary>
internal static class PermuteOp
{
    internal static Tensor Apply(Tensor x, ReadOnlySpan<int> axes)
    {
        if (axes.Length != x.Rank)
        {
            throw new ShapeException($"permute: {axes.Length} axes given for shape {x.Shape}, which has {x.Rank}");
        }

        var order = new int[axes.Length];
        var inverse = new int[axes.Length];
        inverse.AsSpan().Fill(-1);
        for (int i = 0; i < axes.Length; i++)
        {
            order[i] = x.Shape.Axis(axes[i], "permute");
            if (inverse[order[i]] >= 0)
            {
                throw new ShapeException($"permute: axis {order[i]} is given twice in ({string.Join(", ", axes.ToArray())})");
            }

            inverse[order[i]] = i;
        }

        return Tape.Unary("permute", Forward(x, order), x, g => Forward(g, inverse));
    }

    private static Tensor Forward(Tensor x, int[] order)
    {
        var sizes = new int[order.Length];
        var strides = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            sizes[i] = x.Shape.Sizes[order[i]];
            strides[i] = x.Strides[order[i]];
        }

        return x.View(Shape.Adopt(sizes), strides, x.Offset);
    }
}
