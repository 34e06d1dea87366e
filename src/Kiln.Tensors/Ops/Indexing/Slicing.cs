using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// Part of the tensor: an entry for each axis from the first on, axes without an entry are whole. <c>x[0]</c>, <c>x[.., 1..3]</c>,
    /// <c>x[Slice.Rest, ^1]</c>, <c>x[Slice.Of(step: -1)]</c>. A view.
    /// </summary>
    /// <param name="slices">Positions, ranges, ranges with steps, new axes, and at most one <see cref="Slice.Rest"/>.</param>
    /// <exception cref="ShapeException">There are more entries than axes, or a position lies outside its axis.</exception>
    [IndexerName("Part")] // Item is the element of a one-element tensor
    public Tensor this[params ReadOnlySpan<Slice> slices] => SliceOp.Apply(this, slices);

    /// <summary>
    /// The elements of the first axis that a tensor names: by position (integers), as <see cref="Take"/>, or where it is true (bool),
    /// as <see cref="MaskSelect"/>.
    /// </summary>
    /// <param name="index">Positions of any shape, or a mask over the leading axes.</param>
    [IndexerName("Part")]
    public Tensor this[Tensor index]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(index);
            return index.DType == DType.Bool ? MaskSelect(index) : Take(index, 0);
        }
    }
}

/// <summary>y[…, k, …] = x[…, start + k·step, …]; dL/dx is dL/dy at those places and zero elsewhere.</summary>
internal static class SliceOp
{
    internal static Tensor Apply(Tensor x, ReadOnlySpan<Slice> slices)
    {
        View view = Resolve(x.Shape, slices);
        Shape before = x.Shape;
        return Tape.Unary("slice", view.Of(x), x, g => Backward(g, before, view));
    }

    /// <summary>Flips, diagonals and other views that reach no element twice: the slice's backward serves them too.</summary>
    internal static Tensor Apply(string op, Tensor x, View view)
    {
        Shape before = x.Shape;
        return Tape.Unary(op, view.Of(x), x, g => Backward(g, before, view));
    }

    private static unsafe Tensor Backward(Tensor g, Shape shape, View view)
    {
        Tensor result = Tensor.Zeros(shape, g.DType);
        Tensor part = view.Of(result);
        StridedCopy.Copy(g.Shape.Sizes, g.RawPointer(), g.Strides, part.RawPointer(), part.Strides, g.DType.SizeInBytes());
        GC.KeepAlive(g);
        GC.KeepAlive(part);
        return result;
    }

    private static View Resolve(Shape shape, ReadOnlySpan<Slice> slices)
    {
        int named = 0, rests = 0;
        foreach (Slice slice in slices)
        {
            named += slice.Kind is SliceKind.NewAxis or SliceKind.Rest ? 0 : 1;
            rests += slice.Kind == SliceKind.Rest ? 1 : 0;
        }

        if (named > shape.Rank || rests > 1)
        {
            throw new ShapeException(
                rests > 1
                    ? "index: Slice.Rest is given more than once; it stands for all axes that are not named"
                    : $"index: {named} entries for shape {shape}, which has {shape.Rank} axes");
        }

        var axes = new List<ViewAxis>(shape.Rank + slices.Length);
        var starts = new int[shape.Rank];
        int axis = 0;
        foreach (Slice slice in slices)
        {
            if (slice.Kind == SliceKind.NewAxis)
            {
                axes.Add(new ViewAxis(-1, 0, 1));
            }
            else if (slice.Kind == SliceKind.Rest)
            {
                AddWhole(axes, shape, ref axis, shape.Rank - named);
            }
            else
            {
                (int start, int count, int step) = slice.Resolve(shape.Sizes[axis], axis, shape);
                starts[axis] = start;
                if (slice.Kind != SliceKind.Index)
                {
                    axes.Add(new ViewAxis(axis, step, count));
                }

                axis++;
            }
        }

        AddWhole(axes, shape, ref axis, shape.Rank - axis);
        return new View(starts, [.. axes]);
    }

    private static void AddWhole(List<ViewAxis> axes, Shape shape, ref int axis, int count)
    {
        for (; count > 0; count--, axis++)
        {
            axes.Add(new ViewAxis(axis, 1, shape.Sizes[axis]));
        }
    }

    /// <summary>One axis of a view: which axis it walks along (-1: none), with which step, how often.</summary>
    internal readonly record struct ViewAxis(int Source, int Step, int Count, int Second = -1);

    /// <summary>A view as a recipe that applies to any tensor of the shape: where it starts, and how its axes walk.</summary>
    internal sealed record View(int[] Starts, ViewAxis[] Axes)
    {
        internal Tensor Of(Tensor x)
        {
            var sizes = new int[Axes.Length];
            var strides = new int[Axes.Length];
            bool empty = false;
            for (int i = 0; i < Axes.Length; i++)
            {
                ViewAxis axis = Axes[i];
                sizes[i] = axis.Count;
                empty |= axis.Count == 0;

                // Along a diagonal two axes advance at once. A step that is taken at most once may be too long for a stride.
                strides[i] = axis.Source < 0 || axis.Count <= 1
                    ? 0
                    : (x.Strides[axis.Source] * axis.Step) + (axis.Second < 0 ? 0 : x.Strides[axis.Second] * axis.Step);
            }

            long offset = x.Offset;
            for (int i = 0; i < Starts.Length && !empty; i++)
            {
                offset += (long)Starts[i] * x.Strides[i];
            }

            return x.View(Shape.Adopt(sizes), strides, offset);
        }
    }
}
