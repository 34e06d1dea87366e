namespace Kiln.Tensors;

/// <summary>A kernel that reduces some axes of a tensor; its result has <see cref="ReducedAxes.Result"/> as shape.</summary>
/// <param name="x">The operand, any strides.</param>
/// <param name="axes">The axes that are reduced.</param>
internal delegate Tensor ReductionKernel(Tensor x, ReducedAxes axes);

/// <summary>Runs the reductions of Kiln.Numerics, which know three axes (outer, reduced, inner), over any axes of tensors of any strides.</summary>
internal static class ReductionDriver
{
    /// <summary>One reduction from contiguous (outer, reduced, inner) to (outer, inner), for every element type it is called with.</summary>
    internal delegate void Step(Tensor x, Tensor y, int outer, int reduced, int inner);

    /// <summary>
    /// Reduces one run of neighbouring axes after the other, the last one first: for reductions whose result may be reduced further
    /// (sum, product, extrema).
    /// </summary>
    internal static Tensor ByGroups(Tensor x, ReducedAxes axes, DType resultType, Step step)
    {
        int[] sizes = x.Shape.ToArray();
        Tensor current = x.IsContiguous ? x : x.CopyRaw();
        bool done = false;
        for (int end = sizes.Length; end > 0; end--)
        {
            if (!axes.IsReduced(end - 1))
            {
                continue;
            }

            int start = end - 1;
            while (start > 0 && axes.IsReduced(start - 1))
            {
                start--;
            }

            int outer = Product(sizes.AsSpan(0, start));
            int reduced = Product(sizes.AsSpan(start, end - start));
            int inner = Product(sizes.AsSpan(end));
            sizes.AsSpan(start, end - start).Fill(1);
            current = Apply(current, Shape.Adopt((int[])sizes.Clone()), resultType, step, outer, reduced, inner);
            done = true;
            end = start + 1;
        }

        if (!done)
        {
            current = Apply(current, x.Shape, resultType, step, x.Count, 1, 1);
        }

        return ReshapeOp.Forward(current, axes.Result);
    }

    /// <summary>
    /// Reduces all axes in one step: for reductions that must see every element of a group at once (variance, index of the maximum). Axes
    /// that are not neighbours are brought together by a copy.
    /// </summary>
    internal static Tensor AtOnce(Tensor x, ReducedAxes axes, DType resultType, Step step)
    {
        (Tensor source, int outer, int reduced, int inner) = Together(x, axes);
        return ReshapeOp.Forward(Apply(source, axes.Kept, resultType, step, outer, reduced, inner), axes.Result);
    }

    /// <summary>The operand contiguous, with the reduced axes as one.</summary>
    internal static (Tensor X, int Outer, int Reduced, int Inner) Together(Tensor x, ReducedAxes axes)
    {
        if (AreNeighbours(axes, out int first, out int end))
        {
            ReadOnlySpan<int> sizes = x.Shape.Sizes;
            return (x.IsContiguous ? x : x.CopyRaw(), Product(sizes[..first]), axes.Count, Product(sizes[end..]));
        }

        Tensor arranged = x.View(Shape.Adopt(Order(x.Shape.Sizes, axes)), Order(x.Strides, axes), x.Offset);
        return (arranged.IsContiguous ? arranged : arranged.CopyRaw(), axes.Kept.ElementCount, axes.Count, 1);
    }

    /// <summary>An array of <see cref="Together"/>'s layout put back under the operand's axes.</summary>
    internal static Tensor Apart(Tensor arranged, ReducedAxes axes)
    {
        if (AreNeighbours(axes, out _, out _))
        {
            return ReshapeOp.Forward(arranged, axes.From);
        }

        Shape order = Shape.Adopt(Order(axes.From.Sizes, axes));
        int[] strides = order.ContiguousStrides();
        var back = new int[strides.Length];
        int place = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < back.Length; i++)
            {
                if (axes.IsReduced(i) == (pass == 1))
                {
                    back[i] = strides[place++];
                }
            }
        }

        return arranged.View(axes.From, back, arranged.Offset);
    }

    private static bool AreNeighbours(ReducedAxes axes, out int first, out int end)
    {
        first = 0;
        end = axes.From.Rank;
        while (first < end && !axes.IsReduced(first))
        {
            first++;
        }

        while (end > first && !axes.IsReduced(end - 1))
        {
            end--;
        }

        for (int i = first; i < end; i++)
        {
            if (!axes.IsReduced(i))
            {
                return false;
            }
        }

        return true;
    }

    private static Tensor Apply(Tensor x, Shape shape, DType dtype, Step step, int outer, int reduced, int inner)
    {
        Tensor y = Tensor.Empty(shape, dtype);
        step(x, y, outer, reduced, inner);
        GC.KeepAlive(x);
        return y;
    }

    // Kept axes first, reduced ones last.
    private static int[] Order(ReadOnlySpan<int> values, ReducedAxes axes)
    {
        var ordered = new int[values.Length];
        int place = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i < values.Length; i++)
            {
                if (axes.IsReduced(i) == (pass == 1))
                {
                    ordered[place++] = values[i];
                }
            }
        }

        return ordered;
    }

    private static int Product(ReadOnlySpan<int> sizes)
    {
        int product = 1;
        foreach (int size in sizes)
        {
            product *= size;
        }

        return product;
    }
}
