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
        ulong[] keys = SortKeys.Of(x);
        var items = new SortItem[keys.Length];
        Rank(keys, 0, 1, false, items);
        var first = new List<int>();
        var counts = new List<long>();
        var inverse = new long[keys.Length];
        for (int i = 0; i < items.Length; i++)
        {
            if (i == 0 || items[i].Key != items[i - 1].Key)
            {
                first.Add(items[i].Index);
                counts.Add(0);
            }

            inverse[items[i].Index] = first.Count - 1;
            counts[^1]++;
        }

        Tensor values = Tape.NoBackward("unique", Positions.Gather(x, [.. first], [first.Count]), x);
        return (values, Tensor.From(inverse, x.Shape), Tensor.From(counts.ToArray(), [counts.Count]));
    }

    private static (Tensor Values, Tensor Indices) Order(string op, Tensor x, int axis, int take, bool descending)
    {
        ulong[] keys = SortKeys.Of(x);
        int size = x.Shape.Sizes[axis];
        int inner = 1;
        foreach (int s in x.Shape.Sizes[(axis + 1)..])
        {
            inner *= s;
        }

        int[] sizes = x.Shape.ToArray();
        sizes[axis] = take;
        Shape shape = sizes;
        var positions = new int[shape.ElementCount];
        var indices = new long[shape.ElementCount];
        var items = new SortItem[size];
        int lines = shape.ElementCount == 0 ? 0 : shape.ElementCount / take;
        for (int line = 0; line < lines; line++)
        {
            (int outer, int column) = Math.DivRem(line, inner);
            int start = (outer * size * inner) + column;
            ReadOnlySpan<SortItem> best = take < size / 8
                ? Best(keys, start, inner, descending, items, take)
                : Rank(keys, start, inner, descending, items);
            for (int k = 0; k < take; k++)
            {
                int target = (((outer * take) + k) * inner) + column;
                indices[target] = best[k].Index;
                positions[target] = start + (best[k].Index * inner);
            }
        }

        return (PositionsOp.Gather(op, x, positions, shape), Tensor.From(indices, shape));
    }

    /// <summary>Sorts a line. Descending complements the keys, so that equal entries keep their order in both directions.</summary>
    private static ReadOnlySpan<SortItem> Rank(ulong[] keys, int start, int stride, bool descending, SortItem[] items)
    {
        for (int i = 0; i < items.Length; i++)
        {
            ulong key = keys[start + (i * stride)];
            items[i] = new(descending ? ~key : key, i);
        }

        items.AsSpan().Sort();
        return items;
    }

    /// <summary>
    /// The first few of a line's order without sorting it: a heap with the worst of them on top, which each better entry replaces.
    /// </summary>
    private static ReadOnlySpan<SortItem> Best(ulong[] keys, int start, int stride, bool descending, SortItem[] items, int take)
    {
        Span<SortItem> heap = items.AsSpan(0, take);
        for (int i = 0; i < items.Length; i++)
        {
            ulong key = keys[start + (i * stride)];
            var item = new SortItem(descending ? ~key : key, i);
            if (i < take)
            {
                heap[i] = item;
                if (i == take - 1)
                {
                    // Descending order is a heap already.
                    heap.Sort();
                    heap.Reverse();
                }
            }
            else if (take > 0 && item.CompareTo(heap[0]) < 0)
            {
                Sink(heap, item);
            }
        }

        heap.Sort();
        return heap;
    }

    private static void Sink(Span<SortItem> heap, SortItem item)
    {
        int at = 0;
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= heap.Length)
            {
                break;
            }

            if (child + 1 < heap.Length && heap[child + 1].CompareTo(heap[child]) > 0)
            {
                child++;
            }

            if (heap[child].CompareTo(item) <= 0)
            {
                break;
            }

            heap[at] = heap[child];
            at = child;
        }

        heap[at] = item;
    }
}
