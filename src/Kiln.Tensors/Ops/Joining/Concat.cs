using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>Tensors one behind the other along an axis.</summary>
    /// <param name="tensors">At least one, of equal sizes on the other axes. Different element types meet in their common one.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <exception cref="ShapeException">There is no tensor, or the shapes do not fit.</exception>
    public static Tensor Concat(IReadOnlyList<Tensor> tensors, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return ConcatOp.Apply("concat", tensors, axis);
    }

    /// <summary>Tensors of one shape side by side along a new axis.</summary>
    /// <param name="tensors">At least one, all of one shape. Different element types meet in their common one.</param>
    /// <param name="axis">Where the new axis stands in the result; a negative one counts from the end of the result.</param>
    /// <exception cref="ShapeException">There is no tensor, or the shapes differ.</exception>
    public static Tensor Stack(IReadOnlyList<Tensor> tensors, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        for (int i = 1; i < tensors.Count; i++)
        {
            if (tensors[i].Shape != tensors[0].Shape)
            {
                throw new ShapeException($"stack: tensor {i} has shape {tensors[i].Shape}, the first {tensors[0].Shape}; expected the same");
            }
        }

        int rank = tensors.Count == 0 ? 0 : tensors[0].Rank;
        return ConcatOp.Apply("stack", [.. tensors.Select(t => t.ExpandDims(axis))], axis < 0 ? axis + rank + 1 : axis);
    }
}

/// <summary>y is the inputs one behind the other; dL/dx of each is its part of dL/dy.</summary>
internal static class ConcatOp
{
    internal static Tensor Apply(string op, IReadOnlyList<Tensor> tensors, int axis)
    {
        if (tensors.Count == 0)
        {
            throw new ShapeException($"{op}: no tensors are given; expected at least one");
        }

        tensors = InOneType(tensors);
        Tensor first = tensors[0];
        axis = first.Shape.Axis(axis, op);
        long total = 0;
        for (int i = 0; i < tensors.Count; i++)
        {
            Check(op, tensors[i], first, i, axis);
            total += tensors[i].Shape.Sizes[axis];
        }

        int[] sizes = first.Shape.ToArray();
        sizes[axis] = total <= int.MaxValue ? (int)total : throw new ShapeException($"{op}: axis {axis} would have {total} entries, more than {int.MaxValue}");
        Tensor y = Forward(tensors, sizes, axis);
        int[] counts = [.. tensors.Select(t => t.Shape.Sizes[axis])];
        return Tape.Record(op, y, [.. tensors], [], context =>
        {
            int start = 0;
            for (int i = 0; i < counts.Length; i++)
            {
                context.Give(i, NarrowOp.Forward(context.Gradient, axis, start, counts[i], 1));
                start += counts[i];
            }
        });
    }

    private static unsafe Tensor Forward(IReadOnlyList<Tensor> tensors, Shape shape, int axis)
    {
        Tensor y = Tensor.Empty(shape, tensors[0].DType);
        int start = 0;
        foreach (Tensor x in tensors)
        {
            Tensor part = NarrowOp.Forward(y, axis, start, x.Shape.Sizes[axis], 1);
            StridedCopy.Copy(x.Shape.Sizes, x.RawPointer(), x.Strides, part.RawPointer(), part.Strides, x.DType.SizeInBytes());
            start += x.Shape.Sizes[axis];
            GC.KeepAlive(x);
        }

        GC.KeepAlive(y);
        return y;
    }

    private static IReadOnlyList<Tensor> InOneType(IReadOnlyList<Tensor> tensors)
    {
        DType common = tensors.Aggregate(tensors[0].DType, static (type, t) => DTypes.Promote(type, t.DType));
        return tensors.All(t => t.DType == common) ? tensors : [.. tensors.Select(t => t.To(common))];
    }

    private static void Check(string op, Tensor x, Tensor first, int i, int axis)
    {
        bool fits = x.Rank == first.Rank;
        for (int k = 0; k < first.Rank && fits; k++)
        {
            fits = k == axis || x.Shape.Sizes[k] == first.Shape.Sizes[k];
        }

        if (!fits)
        {
            throw new ShapeException($"{op}: tensor {i} has shape {x.Shape}, the first {first.Shape}; they may differ on axis {axis} only");
        }
    }
}
