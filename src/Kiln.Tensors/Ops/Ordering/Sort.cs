using System.Runtime.InteropServices;
using Kiln.Numerics;

namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>The entries in order along an axis. NaN counts as the largest; equal ones keep their order.</summary>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="descending">Whether the largest comes first.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Sort(int axis = -1, bool descending = false) => SortOp.Sort(this, axis, descending).Values;

    /// <summary>The positions that sort an axis: <c>x.TakeAlongAxis(x.ArgSort(), -1)</c> is <c>x.Sort()</c>.</summary>
    /// <returns>Int64, of this tensor's shape.</returns>
    /// <inheritdoc cref="Sort"/>
    public Tensor ArgSort(int axis = -1, bool descending = false) => SortOp.Sort(Detach(), axis, descending).Indices;

    /// <summary>The largest (or smallest) entries along an axis, best first, and where they stood.</summary>
    /// <param name="k">How many; at most the size of the axis.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="largest">False for the smallest.</param>
    /// <returns>The entries, and their positions as int64. Of equal ones the first is taken; NaN counts as the largest.</returns>
    /// <exception cref="ShapeException">There is no such axis, or it has fewer entries.</exception>
    public (Tensor Values, Tensor Indices) TopK(int k, int axis = -1, bool largest = true) => SortOp.TopK(this, k, axis, largest);

    /// <summary>The distinct elements in ascending order, which of them each element is, and how often each occurs.</summary>
    /// <returns>
    /// Values: a vector. Inverse: int64, of this tensor's shape, with <c>Values[Inverse]</c> equal to this tensor. Counts: int64, as many
    /// as values.
    /// </returns>
    /// <exception cref="AutogradException">The tensor requires a gradient, which this has not.</exception>
    public (Tensor Values, Tensor Inverse, Tensor Counts) Unique() => SortOp.Unique(this);
}

/// <summary>y[…, k, …] = x[…, p[k], …] for the permutation p that orders the axis; the gradient goes back to where each entry stood.</summary>
internal static class SortOp
{
    internal static (Tensor Values, Tensor Indices) Sort(Tensor x, int axis, bool descending)
    {
        axis = x.Shape.Axis(axis, "sort");
        return Order("sort", x, axis, x.Shape.Sizes[axis], descending);
    }

    internal static (Tensor Values, Tensor Indices) TopK(Tensor x, int k, int axis, bool largest)
    {
        axis = x.Shape.Axis(axis, "top k");
        if ((uint)k > (uint)x.Shape.Sizes[axis])
        {
            throw new ShapeException($"top k: {k} entries asked for; axis {axis} of shape {x.Shape} has {x.Shape.Sizes[axis]}");
        }

        return Order("top k", x, axis, k, largest);
    }

    internal static (Tensor Values, Tensor Inverse, Tensor Counts) Unique(Tensor x)
    {
        long[] order = new long[x.Count];
        Indices(x, order, 1, x.Count, 1, x.Count, descending: false);
        ulong[] keys = SortKeys.Of(x);
        var first = new List<int>();
        var counts = new List<long>();
        var inverse = new long[keys.Length];
        for (int i = 0; i < order.Length; i++)
        {
            if (i == 0 || keys[order[i]] != keys[order[i - 1]])
            {
                first.Add((int)order[i]);
                counts.Add(0);
            }

            inverse[order[i]] = first.Count - 1;
            counts[^1]++;
        }

        Tensor values = Tape.NoBackward("unique", Positions.Gather(x, [.. first], [first.Count]), x);
        return (values, Tensor.From(inverse, x.Shape), Tensor.From(counts.ToArray(), [counts.Count]));
    }

    private static (Tensor Values, Tensor Indices) Order(string op, Tensor x, int axis, int take, bool descending)
    {
        AxisLines lines = AxisLines.Of(x.Shape, axis);
        int[] sizes = x.Shape.ToArray();
        sizes[axis] = take;
        Shape shape = sizes;
        Tensor indices = Tensor.Empty(shape, DType.Int64);
        Span<long> order = indices.Span<long>();
        Indices(x, order, lines.Outer, lines.Size, lines.Inner, take, descending);
        return (GatherOp.Apply(op, x, axis, indices), indices);
    }

    /// <summary>The first few indices of each line's order, by the kernel for the tensor's type.</summary>
    private static void Indices(Tensor x, Span<long> order, int outer, int size, int inner, int take, bool descending)
    {
        x = Positions.Raw(x);
        switch (x.DType)
        {
            case DType.Float64: Kernel<double>(x, order); break;
            case DType.Float32: Kernel<float>(x, order); break;
            case DType.Float16: Kernel<Half>(x, order); break;
            case DType.BFloat16: Kernel<BFloat16>(x, order); break;
            case DType.Int64: Kernel<long>(x, order); break;
            case DType.Int32: Kernel<int>(x, order); break;
            case DType.Int8: Kernel<sbyte>(x, order); break;
            case DType.UInt8: Kernel<byte>(x, order); break;
            default: Numerics.Ordering.Top<byte>(MemoryMarshal.AsBytes(x.Span<bool>()), order, outer, size, inner, take, descending); break;
        }

        GC.KeepAlive(x);

        void Kernel<T>(Tensor source, Span<long> result)
            where T : unmanaged => Numerics.Ordering.Top<T>(source.Span<T>(), result, outer, size, inner, take, descending);
    }
}
