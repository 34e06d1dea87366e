namespace Kiln.Tensors;

/// <summary>Tensors of a known pattern, and of rectangular .NET arrays.</summary>
public sealed partial class Tensor
{
    /// <summary>Ones on a diagonal, zeros elsewhere.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns; as many as rows if null.</param>
    /// <param name="diagonal">0 is the main diagonal; positive ones lie above it.</param>
    /// <param name="dtype">The element type.</param>
    public static Tensor Eye(int rows, int? columns = null, int diagonal = 0, DType dtype = DType.Float32)
    {
        int width = columns ?? rows;
        Tensor matrix = Zeros([rows, width], dtype);
        long count = Math.Min(rows - Math.Max(0L, -(long)diagonal), width - Math.Max(0L, diagonal));
        if (count > 0)
        {
            matrix.Diagonal(diagonal).CopyFrom(Ones([(int)count], dtype));
        }

        return matrix;
    }

    /// <summary>Zeros of another tensor's shape and element type.</summary>
    /// <param name="other">The other tensor.</param>
    /// <param name="dtype">Another element type, if given.</param>
    public static Tensor ZerosLike(Tensor other, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Zeros(other.Shape, dtype ?? other.DType);
    }

    /// <summary>Ones of another tensor's shape and element type.</summary>
    /// <param name="other">The other tensor.</param>
    /// <param name="dtype">Another element type, if given.</param>
    public static Tensor OnesLike(Tensor other, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Ones(other.Shape, dtype ?? other.DType);
    }

    /// <summary>One value in another tensor's shape and element type.</summary>
    /// <param name="other">The other tensor.</param>
    /// <param name="value">The value.</param>
    /// <param name="dtype">Another element type, if given.</param>
    public static Tensor FullLike(Tensor other, double value, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Full(other.Shape, value, dtype ?? other.DType);
    }

    /// <summary>For each index a row of zeros with a one at the index.</summary>
    /// <param name="indices">Int64 or int32, of any shape; from 0 to <paramref name="classes"/> - 1.</param>
    /// <param name="classes">The length of the rows.</param>
    /// <param name="dtype">The element type.</param>
    /// <returns>A tensor with the indices' axes and a last one of size <paramref name="classes"/>.</returns>
    /// <exception cref="ShapeException">An index is out of range.</exception>
    /// <exception cref="DTypeException">The indices are not integers.</exception>
    public static Tensor OneHot(Tensor indices, int classes, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(indices);
        Shape shape = [.. indices.Shape.Sizes, classes];
        if (indices.Count > 0 && indices.Min().Item<long>() is < 0 and long negative)
        {
            // Elsewhere a negative index counts from the end; a negative class is a mark for "none" or a mistake.
            throw new ShapeException($"one hot: index {negative} is out of range; expected 0 to {classes - 1}");
        }

        int[] positions = IndexList.Read(indices, classes, "one hot", indices.Rank, shape);
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] += i * classes;
        }

        Tensor rows = Zeros(shape, dtype);
        Positions.Scatter(rows, positions, Ones(indices.Shape, dtype));
        return rows;
    }

    /// <summary>The coordinates of a grid: for each vector a tensor that varies along one axis and repeats along the others. Views.</summary>
    /// <param name="vectors">The coordinates along each axis.</param>
    /// <param name="matrixIndexing">
    /// True: the first vector runs along axis 0 (NumPy's "ij"). False: the first two exchange places, as for pictures ("xy").
    /// </param>
    /// <exception cref="ShapeException">One of them is not a vector.</exception>
    public static Tensor[] Meshgrid(IReadOnlyList<Tensor> vectors, bool matrixIndexing = true)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        var sizes = new int[vectors.Count];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = vectors[i].Rank == 1
                ? vectors[i].Count
                : throw new ShapeException($"meshgrid: tensor {i} has shape {vectors[i].Shape}; expected a vector");
        }

        var grids = new Tensor[sizes.Length];
        for (int i = 0; i < grids.Length; i++)
        {
            var alone = new int[sizes.Length];
            alone.AsSpan().Fill(1);
            alone[i] = sizes[i];
            Tensor grid = vectors[i].Reshape(alone).BroadcastTo(sizes);
            grids[i] = matrixIndexing || sizes.Length < 2 ? grid : grid.Transpose(0, 1);
        }

        return grids;
    }

    /// <summary>A matrix of the elements of a two-dimensional array.</summary>
    /// <typeparam name="T">A .NET type that has an element type.</typeparam>
    /// <param name="array">The elements: rows, columns.</param>
    public static Tensor From<T>(T[,] array)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(array);
        return FromArray<T>(array, [array.GetLength(0), array.GetLength(1)]);
    }

    /// <summary>A tensor of the elements of a three-dimensional array.</summary>
    /// <typeparam name="T">A .NET type that has an element type.</typeparam>
    /// <param name="array">The elements.</param>
    public static Tensor From<T>(T[,,] array)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(array);
        return FromArray<T>(array, [array.GetLength(0), array.GetLength(1), array.GetLength(2)]);
    }

    /// <summary>A matrix of the elements of an array of rows.</summary>
    /// <typeparam name="T">A .NET type that has an element type.</typeparam>
    /// <param name="rows">Rows of one length.</param>
    /// <exception cref="ShapeException">The rows differ in length.</exception>
    public static Tensor From<T>(T[][] rows)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rows);
        int width = rows.Length == 0 ? 0 : rows[0].Length;
        Tensor matrix = Empty([rows.Length, width], DTypes.Of<T>());
        Span<T> span = matrix.Span<T>();
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].Length != width)
            {
                throw new ShapeException($"from: row {i} has {rows[i].Length} elements, row 0 has {width}; a matrix needs rows of one length");
            }

            rows[i].CopyTo(span[(i * width)..]);
        }

        GC.KeepAlive(matrix);
        return matrix;
    }

    private static Tensor FromArray<T>(Array array, Shape shape)
        where T : unmanaged
    {
        if (shape.ElementCount == 0)
        {
            return Empty(shape, DTypes.Of<T>());
        }

        ref byte first = ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(array);
        ref T element = ref System.Runtime.CompilerServices.Unsafe.As<byte, T>(ref first);
        return From(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref element, shape.ElementCount), shape);
    }
}
