namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// Along an axis, for every place of the result its own position: <c>y[i, j] = x[i, index[i, j]]</c> for axis 1. As
    /// <c>torch.gather</c>.
    /// </summary>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="index">Positions, int64 or int32; of this tensor's rank, and on the other axes not larger than it.</param>
    /// <returns>A tensor of the shape of <paramref name="index"/>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit, or a position lies outside the axis.</exception>
    public Tensor Gather(int axis, Tensor index)
    {
        ArgumentNullException.ThrowIfNull(index);
        return GatherOp.Apply("gather", this, Shape.Axis(axis, "gather"), index);
    }

    /// <summary>As <see cref="Gather"/>, with both tensors stretched to each other on the other axes: <c>numpy.take_along_axis</c>.</summary>
    /// <param name="indices">Positions of this tensor's rank, int64 or int32; as <see cref="ArgSort"/> gives them.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or a position lies outside the axis.</exception>
    public Tensor TakeAlongAxis(Tensor indices, int axis)
    {
        ArgumentNullException.ThrowIfNull(indices);
        axis = Shape.Axis(axis, "take along axis");
        if (indices.Rank != Rank)
        {
            throw new ShapeException($"take along axis: the indices have shape {indices.Shape}, the tensor {Shape}; expected the same number of axes");
        }

        int[] mine = Shape.ToArray();
        int[] theirs = indices.Shape.ToArray();
        (int size, int count) = (mine[axis], theirs[axis]);
        mine[axis] = theirs[axis] = 1;
        int[] common = Shape.Broadcast(mine, theirs, "take along axis").ToArray();
        common[axis] = size;
        Tensor stretched = BroadcastTo(common);
        common[axis] = count;
        return stretched.Gather(axis, indices.BroadcastTo(common));
    }
}

/// <summary>y[…, k, …] = x[…, index[…, k, …], …]; dL/dx[…, j, …] is the sum of dL/dy[…, k, …] over all k with index[…, k, …] = j, in the order of k.</summary>
internal static class GatherOp
{
    internal static Tensor Apply(string op, Tensor x, int axis, Tensor index)
    {
        if (AxisIndex.Gather(x, axis, index) is not { } y)
        {
            return PositionsOp.Gather(op, x, AxisPositions.Of(op, x, axis, index), index.Shape, axis);
        }

        Shape shape = x.Shape;
        return Tape.Unary(op, y, x, index, (g, saved) => AxisIndex.ScatterAdd(null, shape, axis, saved, g)!);
    }
}

/// <summary>The row-major positions that an index along one axis names.</summary>
internal static class AxisPositions
{
    internal static int[] Of(string op, Tensor x, int axis, Tensor index)
    {
        axis = x.Shape.Axis(axis, op);
        bool fits = index.Rank == x.Rank;
        for (int i = 0; i < x.Rank && fits; i++)
        {
            fits = i == axis || index.Shape.Sizes[i] <= x.Shape.Sizes[i];
        }

        if (!fits)
        {
            throw new ShapeException(
                $"{op}: the index has shape {index.Shape}, the tensor {x.Shape}; expected as many axes, and no larger ones but axis {axis}");
        }

        int[] positions = IndexList.Read(index, x.Shape.Sizes[axis], op, axis, x.Shape);
        int[] strides = x.Shape.ContiguousStrides();
        int stride = strides[axis];
        strides[axis] = 0;
        var counter = new RowMajorCounter(index.Shape, strides);
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = (positions[i] * stride) + counter.Next();
        }

        return positions;
    }
}

/// <summary>Walks the places of a shape in row-major order and gives for each the sum of its coordinates times strides.</summary>
internal struct RowMajorCounter(Shape shape, int[] strides)
{
    private readonly int[] _sizes = shape.ToArray();
    private readonly int[] _at = new int[shape.Rank];
    private int _next;

    internal int Next()
    {
        int current = _next;
        for (int i = _sizes.Length - 1; i >= 0; i--)
        {
            _next += strides[i];
            if (++_at[i] < _sizes[i])
            {
                break;
            }

            _next -= strides[i] * _sizes[i];
            _at[i] = 0;
        }

        return current;
    }
}
