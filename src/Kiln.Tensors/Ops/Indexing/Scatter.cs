namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// This tensor with elements replaced along an axis: <c>y[i, index[i, j]] = source[i, j]</c> for axis 1, the last one winning where
    /// a place is named twice.
    /// </summary>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="index">Positions, int64 or int32; of this tensor's rank, and on the other axes not larger than it.</param>
    /// <param name="source">The new elements, of the shape of <paramref name="index"/> and this tensor's type.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or a position lies outside the axis.</exception>
    /// <exception cref="DTypeException">The element types differ.</exception>
    public Tensor Scatter(int axis, Tensor index, Tensor source)
    {
        ScatterOp.Check("scatter", this, index, source);
        return ScatterOp.Replace(this, AxisPositions.Of("scatter", this, axis, index), source);
    }

    /// <summary>
    /// This tensor with elements added along an axis: <c>y[i, index[i, j]] += source[i, j]</c> for axis 1, in the order of the index
    /// where a place is named twice: the same bits each time.
    /// </summary>
    /// <inheritdoc cref="Scatter"/>
    public Tensor ScatterAdd(int axis, Tensor index, Tensor source)
    {
        ScatterOp.Check("scatter add", this, index, source);
        return ScatterOp.Add(this, Shape.Axis(axis, "scatter add"), index, source);
    }
}

/// <summary>
/// Add: y = x, then y[p[i]] += s[i]; dL/dx = dL/dy, dL/ds[i] = dL/dy[p[i]]. Replace: y[p[i]] = s[i]; dL/dx is dL/dy but zero at the
/// replaced places, dL/ds[i] is dL/dy[p[i]] for the i that won its place and zero for the others.
/// </summary>
internal static class ScatterOp
{
    internal static void Check(string op, Tensor x, Tensor index, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(source);
        if (source.Shape != index.Shape)
        {
            throw new ShapeException($"{op}: the source has shape {source.Shape}, the index {index.Shape}; expected the same");
        }

        if (source.DType != x.DType)
        {
            throw new DTypeException($"{op}: the source is {source.DType.Name()}, the tensor {x.DType.Name()}; convert one with To()");
        }
    }

    internal static Tensor Add(Tensor x, int axis, Tensor index, Tensor source)
    {
        return AxisIndex.ScatterAdd(x, x.Shape, axis, index, source) is { } y
            ? Tape.Record("scatter add", y, [x, source], [index], context =>
            {
                context.Give(0, context.Gradient);
                if (context.Needs(1))
                {
                    context.Give(1, AxisIndex.Gather(context.Gradient, axis, context.Saved(0))!);
                }
            })
            : Add(x, AxisPositions.Of("scatter add", x, axis, index), source, axis);
    }

    private static Tensor Add(Tensor x, int[] positions, Tensor source, int axis)
    {
        Tensor y = x.CopyRaw();
        Positions.ScatterAdd(y, positions, source, AxisLines.Of(source.Shape, axis));
        Shape shape = source.Shape;
        return Tape.Record("scatter add", y, [x, source], [], context =>
        {
            context.Give(0, context.Gradient);
            if (context.Needs(1))
            {
                context.Give(1, Positions.Gather(context.Gradient, positions, shape));
            }
        });
    }

    internal static Tensor Replace(Tensor x, int[] positions, Tensor source)
    {
        Tensor y = x.CopyRaw();
        Positions.Scatter(y, positions, source);
        (Shape shape, Shape sourceShape) = (x.Shape, source.Shape);
        return Tape.Record("scatter", y, [x, source], [], context =>
        {
            if (context.Needs(0))
            {
                Tensor kept = context.Gradient.CopyRaw();
                Positions.Scatter(kept, positions, Tensor.Zeros(sourceShape, kept.DType));
                context.Give(0, kept);
            }

            if (context.Needs(1))
            {
                Tensor taken = Positions.Gather(context.Gradient, positions, sourceShape);
                ClearLosers(taken, positions, shape.ElementCount);
                context.Give(1, taken);
            }
        });
    }

    private static unsafe void ClearLosers(Tensor taken, int[] positions, int places)
    {
        int size = taken.DType.SizeInBytes();
        var winner = new int[places];
        for (int i = 0; i < positions.Length; i++)
        {
            winner[positions[i]] = i;
        }

        for (int i = 0; i < positions.Length; i++)
        {
            if (winner[positions[i]] != i)
            {
                new Span<byte>(taken.RawPointer() + ((long)i * size), size).Clear();
            }
        }

        GC.KeepAlive(taken);
    }
}
