using System.Runtime.CompilerServices;
using Kiln.Numerics;

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
        int[] positions = AxisPositions.Of("gather", this, axis, index);
        return PositionsOp.Gather("gather", this, positions, index.Shape, index.Shape.Axis(axis, "gather"));
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

        if (TryFill(x.Shape, axis, index, out int[] filled))
        {
            return filled;
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

    /// <summary>The usual case on all threads: a contiguous index that is as large as the tensor on the other axes. False also where an index lies outside.</summary>
    private static unsafe bool TryFill(Shape shape, int axis, Tensor index, out int[] positions)
    {
        positions = [];
        for (int i = 0; i < shape.Rank; i++)
        {
            if (i != axis && index.Shape.Sizes[i] != shape.Sizes[i])
            {
                return false;
            }
        }

        if (!index.IsContiguous || index.DType is not (DType.Int64 or DType.Int32) || index.Count == 0)
        {
            return false;
        }

        positions = GC.AllocateUninitializedArray<int>(index.Count);
        AxisLines lines = AxisLines.Of(index.Shape, axis);
        int bad = 0;
        fixed (int* p = positions)
        {
            int tiles = (index.Count + FillTiles.Elements - 1) / FillTiles.Elements;
            bool wide = index.DType == DType.Int64;
            WorkerTeam.Run(tiles, new FillTiles(wide ? index.Pointer<long>() : null, wide ? null : index.Pointer<int>(), p, lines, shape.Sizes[axis], index.Count, &bad));
        }

        GC.KeepAlive(index);
        return bad == 0;
    }

    private readonly unsafe struct FillTiles(long* wide, int* narrow, int* positions, AxisLines lines, int size, int count, int* bad) : ITileBody
    {
        public const int Elements = 16384;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(int tile)
        {
            int first = tile * Elements;
            int end = Math.Min(count, first + Elements);
            (int row, int column) = Math.DivRem(first, lines.Inner);
            (int outer, int k) = Math.DivRem(row, lines.Size);
            int start = outer * size;
            for (int i = first; i < end; i++)
            {
                long at = wide == null ? narrow[i] : wide[i];
                at += at < 0 ? size : 0;
                if ((ulong)at >= (ulong)size)
                {
                    *bad = 1;
                    return;
                }

                positions[i] = ((start + (int)at) * lines.Inner) + column;
                if (++column == lines.Inner)
                {
                    column = 0;
                    if (++k == lines.Size)
                    {
                        k = 0;
                        start += size;
                    }
                }
            }
        }
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
