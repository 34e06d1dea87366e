using System.Runtime.CompilerServices;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The same elements, in the same order, under other axes. A view where the strides allow it, else a copy.</summary>
    /// <param name="sizes">The new sizes; one may be -1 and is then computed from the others.</param>
    /// <exception cref="ShapeException">The number of elements would change.</exception>
    [OverloadResolutionPriority(1)] // a collection expression means these sizes
    public Tensor Reshape(params ReadOnlySpan<int> sizes) => ReshapeOp.Apply(this, sizes);

    /// <summary>The same elements, in the same order, under the axes of a shape, as <c>x.Reshape(y.Shape)</c>. A view where the strides allow it, else a copy.</summary>
    /// <param name="shape">The new axes.</param>
    /// <exception cref="ShapeException">The number of elements would change.</exception>
    public Tensor Reshape(Shape shape) => ReshapeOp.Apply(this, shape.Sizes);

    /// <summary>All axes from <paramref name="startAxis"/> on as one.</summary>
    /// <param name="startAxis">The first axis to merge; may count from the end.</param>
    public Tensor Flatten(int startAxis = 0)
    {
        if (Rank == 0)
        {
            return Reshape(1);
        }

        startAxis = Shape.Axis(startAxis, "flatten");
        Span<int> sizes = stackalloc int[startAxis + 1];
        Shape.Sizes[..startAxis].CopyTo(sizes);
        int rest = 1;
        foreach (int size in Shape.Sizes[startAxis..])
        {
            rest *= size;
        }

        sizes[startAxis] = rest;
        return Reshape(sizes);
    }
}

/// <summary>y = x under other axes; dL/dx = dL/dy under the axes of x.</summary>
internal static class ReshapeOp
{
    internal static Tensor Apply(Tensor x, ReadOnlySpan<int> sizes)
    {
        Shape shape = Resolve(x.Shape, sizes);
        if (shape == x.Shape)
        {
            return x;
        }

        Shape before = x.Shape;
        return Tape.Unary("reshape", Forward(x, shape), x, g => Forward(g, before));
    }

    internal static Tensor Forward(Tensor x, Shape shape)
    {
        if (x.IsContiguous)
        {
            return x.View(shape, shape.ContiguousStrides(), x.Offset);
        }

        if (ViewStrides(x, shape) is { } strides)
        {
            return x.View(shape, strides, x.Offset);
        }

        return x.CopyRaw().View(shape, shape.ContiguousStrides(), 0);
    }

    /// <summary>
    /// The strides that show a strided tensor under other axes, or null when no strides can. Groups of old axes that lie one behind
    /// the other are matched against groups of new axes with the same product.
    /// </summary>
    private static int[]? ViewStrides(Tensor x, Shape shape)
    {
        var strides = new int[shape.Rank];
        int newAxis = shape.Rank - 1;
        int end = x.Rank - 1;
        while (end >= 0)
        {
            // Extend the group of old axes while they are one run.
            int start = end;
            long group = x.Shape.Sizes[end];
            while (start > 0 && (x.Shape.Sizes[start - 1] == 1 || x.Strides[start - 1] == group * x.Strides[end]))
            {
                start--;
                group *= x.Shape.Sizes[start];
            }

            long stride = x.Strides[end];
            long taken = 1;
            while (newAxis >= 0 && (taken < group || shape.Sizes[newAxis] == 1))
            {
                strides[newAxis] = (int)stride;
                taken *= shape.Sizes[newAxis];
                stride *= shape.Sizes[newAxis];
                newAxis--;
            }

            if (taken != group)
            {
                return null;
            }

            end = start - 1;
        }

        return strides;
    }

    private static Shape Resolve(Shape from, ReadOnlySpan<int> sizes)
    {
        int unknown = -1;
        long known = 1;
        for (int i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] == -1 && unknown < 0)
            {
                unknown = i;
            }
            else if (sizes[i] < 0)
            {
                throw new ShapeException($"reshape: size {sizes[i]} at axis {i}; at most one size may be -1, none less");
            }
            else
            {
                known *= sizes[i];
            }
        }

        int[] resolved = sizes.ToArray();
        if (unknown >= 0)
        {
            if (known == 0 || from.ElementCount % known != 0)
            {
                throw new ShapeException(
                    $"reshape: {from} has {from.ElementCount} elements, which the given sizes ({string.Join(", ", resolved)}) do not divide");
            }

            resolved[unknown] = (int)(from.ElementCount / known);
            known *= resolved[unknown];
        }

        if (known != from.ElementCount)
        {
            throw new ShapeException(
                $"reshape: {from} has {from.ElementCount} elements, {Shape.Adopt(resolved)} has {known}; they must be equal");
        }

        return Shape.Adopt(resolved);
    }
}
