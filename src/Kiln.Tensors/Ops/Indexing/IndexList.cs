namespace Kiln.Tensors;

/// <summary>Reads index tensors.</summary>
internal static class IndexList
{
    /// <summary>The indices as positions from 0 to <paramref name="size"/> - 1; negative ones count from the end.</summary>
    /// <exception cref="DTypeException">The tensor is not of integers.</exception>
    /// <exception cref="ShapeException">An index lies outside the axis.</exception>
    internal static int[] Read(Tensor indices, int size, string op, int axis, Shape shape)
    {
        var positions = new int[indices.Count];
        switch (indices.DType)
        {
            case DType.Int64:
                indices = Positions.Raw(indices);
                ReadOnlySpan<long> wide = indices.Span<long>();
                for (int i = 0; i < wide.Length; i++)
                {
                    positions[i] = Resolve(wide[i], size, op, axis, shape);
                }

                break;
            case DType.Int32:
                indices = Positions.Raw(indices);
                ReadOnlySpan<int> narrow = indices.Span<int>();
                for (int i = 0; i < narrow.Length; i++)
                {
                    positions[i] = Resolve(narrow[i], size, op, axis, shape);
                }

                break;
            default:
                throw new DTypeException($"{op}: the indices are {indices.DType.Name()}; expected int64 or int32");
        }

        GC.KeepAlive(indices);
        return positions;
    }

    /// <summary>The indices as rows from 0 to <paramref name="count"/> - 1; here a negative one is a mistake.</summary>
    /// <exception cref="DTypeException">The tensor is not of integers.</exception>
    /// <exception cref="ShapeException">There is no such row; the message says where it was asked for.</exception>
    internal static int[] ReadRows(Tensor indices, int count, string op)
    {
        var rows = new int[indices.Count];
        indices = Positions.Raw(indices);
        switch (indices.DType)
        {
            case DType.Int64:
                ReadOnlySpan<long> wide = indices.Span<long>();
                for (int i = 0; i < wide.Length; i++)
                {
                    rows[i] = Row(wide[i], count, op, i, indices.Shape);
                }

                break;
            case DType.Int32:
                ReadOnlySpan<int> narrow = indices.Span<int>();
                for (int i = 0; i < narrow.Length; i++)
                {
                    rows[i] = Row(narrow[i], count, op, i, indices.Shape);
                }

                break;
            default:
                throw new DTypeException($"{op}: the indices are {indices.DType.Name()}; expected int64 or int32");
        }

        GC.KeepAlive(indices);
        return rows;
    }

    private static int Row(long index, int count, string op, int place, Shape shape) => (ulong)index < (ulong)count
        ? (int)index
        : throw new ShapeException($"{op}: index {index}, element {place} of the indices of shape {shape}, is no row of a table of {count}");

    private static int Resolve(long index, int size, string op, int axis, Shape shape)
    {
        long place = index < 0 ? index + size : index;
        if ((ulong)place >= (ulong)size)
        {
            throw new ShapeException(
                size == 0
                    ? $"{op}: index {index} into axis {axis} of shape {shape}, which is empty"
                    : $"{op}: index {index} is out of range for axis {axis} of shape {shape}; it must be from {-size} to {size - 1}");
        }

        return (int)place;
    }
}
