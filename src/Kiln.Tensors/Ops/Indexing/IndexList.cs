namespace Kiln.Tensors;

/// <summary>Reads index tensors.</summary>
internal static class IndexList
{
    /// <summary>What an index is read as: a place from 0 on, or an exception that says what is wrong with it.</summary>
    private interface IReading
    {
        /// <summary>Indices below this are places as they stand.</summary>
        public int Size { get; }

        /// <summary>The place that an index means which is none as it stands.</summary>
        public int Other(long index, int at);
    }

    /// <summary>The indices as positions from 0 to <paramref name="size"/> - 1; negative ones count from the end.</summary>
    /// <exception cref="DTypeException">The tensor is not of integers.</exception>
    /// <exception cref="ShapeException">An index lies outside the axis.</exception>
    internal static int[] Read(Tensor indices, int size, string op, int axis, Shape shape)
    {
        int[] positions = GC.AllocateUninitializedArray<int>(indices.Count);
        Fill(indices, positions, op, new Position(size, op, axis, shape));
        return positions;
    }

    /// <summary>As <see cref="Read"/>, in a vector to be saved for the gradient: the indices themselves where they are int32 and need no change, else from the pool.</summary>
    internal static Tensor Places(Tensor indices, int size, string op, int axis, Shape shape) => Places(indices, op, new Position(size, op, axis, shape));

    /// <summary>The indices as rows from 0 to <paramref name="count"/> - 1, in a vector as that of <see cref="Places(Tensor, int, string, int, Shape)"/>; here a negative one is a mistake.</summary>
    /// <exception cref="DTypeException">The tensor is not of integers.</exception>
    /// <exception cref="ShapeException">There is no such row; the message says where it was asked for.</exception>
    internal static Tensor Rows(Tensor indices, int count, string op) => Places(indices, op, new Row(count, op, indices.Shape));

    /// <summary>Places that are known to be good, as a vector to be saved for the gradient.</summary>
    internal static Tensor Of(ReadOnlySpan<int> places)
    {
        Tensor list = Tensor.Empty([places.Length], DType.Int32).AsTemporary();
        places.CopyTo(list.Span<int>());
        GC.KeepAlive(list);
        return list;
    }

    private static Tensor Places<TReading>(Tensor indices, string op, TReading reading)
        where TReading : struct, IReading
    {
        if (indices.DType == DType.Int32 && indices.IsContiguous && indices.Span<int>().IndexOfAnyExceptInRange(0, reading.Size - 1) < 0)
        {
            GC.KeepAlive(indices);
            return indices;
        }

        Tensor list = Tensor.Empty([indices.Count], DType.Int32).AsTemporary();
        Fill(indices, list.Span<int>(), op, reading);
        GC.KeepAlive(list);
        return list;
    }

    private static void Fill<TReading>(Tensor indices, Span<int> places, string op, TReading reading)
        where TReading : struct, IReading
    {
        if (indices.DType is not (DType.Int64 or DType.Int32))
        {
            throw new DTypeException($"{op}: the indices are {indices.DType.Name()}; expected int64 or int32");
        }

        indices = Positions.Raw(indices);
        if (indices.DType == DType.Int64)
        {
            ReadOnlySpan<long> wide = indices.Span<long>();
            for (int i = 0; i < places.Length; i++)
            {
                places[i] = (ulong)wide[i] < (ulong)reading.Size ? (int)wide[i] : reading.Other(wide[i], i);
            }
        }
        else
        {
            ReadOnlySpan<int> narrow = indices.Span<int>();
            for (int i = 0; i < places.Length; i++)
            {
                places[i] = (uint)narrow[i] < (uint)reading.Size ? narrow[i] : reading.Other(narrow[i], i);
            }
        }

        GC.KeepAlive(indices);
    }

    private readonly struct Position(int size, string op, int axis, Shape shape) : IReading
    {
        public int Size => size;

        public int Other(long index, int at) => index < 0 && index >= -size
            ? (int)index + size
            : throw new ShapeException(
                size == 0
                    ? $"{op}: index {index} into axis {axis} of shape {shape}, which is empty"
                    : $"{op}: index {index} is out of range for axis {axis} of shape {shape}; it must be from {-size} to {size - 1}");
    }

    private readonly struct Row(int count, string op, Shape shape) : IReading
    {
        public int Size => count;

        public int Other(long index, int at) =>
            throw new ShapeException($"{op}: index {index}, element {at} of the indices of shape {shape}, is no row of a table of {count}");
    }
}
