namespace Kiln.Tensors;

/// <summary>The last two axes of a tensor as the kernels take a matrix: rows of adjacent elements, or the transpose of such.</summary>
/// <param name="Tensor">The tensor whose memory is read; a copy when the strides of the given one do not fit.</param>
/// <param name="Rows">Rows of the matrix.</param>
/// <param name="Columns">Columns of the matrix.</param>
/// <param name="Leading">Elements from one stored row to the next.</param>
/// <param name="Transposed">Whether the stored rows are the matrix's columns.</param>
internal readonly record struct MatrixView(Tensor Tensor, int Rows, int Columns, int Leading, bool Transposed)
{
    /// <summary>Describes a tensor of two or more axes, copying it when neither orientation fits its strides.</summary>
    internal static MatrixView Of(Tensor x)
    {
        foreach (int stride in x.Strides)
        {
            if (stride < 0)
            {
                x = x.CopyRaw();
                break;
            }
        }

        int rows = x.Shape[^2];
        int columns = x.Shape[^1];
        int rowStride = x.Strides[^2];
        int columnStride = x.Strides[^1];
        if ((columns == 1 || columnStride == 1) && (rows == 1 || rowStride >= columns))
        {
            return new MatrixView(x, rows, columns, Math.Max(1, rows == 1 ? columns : rowStride), false);
        }

        if ((rows == 1 || rowStride == 1) && (columns == 1 || columnStride >= rows))
        {
            return new MatrixView(x, rows, columns, Math.Max(1, columns == 1 ? rows : columnStride), true);
        }

        return new MatrixView(x.CopyRaw(), rows, columns, Math.Max(1, columns), false);
    }

    /// <summary>The memory of some matrices, a stride apart, from an offset on. The tensor must be kept alive beyond it.</summary>
    internal unsafe ReadOnlySpan<T> Span<T>(long offset, int matrices, long stride)
        where T : unmanaged
    {
        if (Rows == 0 || Columns == 0)
        {
            return default;
        }

        (int stored, int length) = Transposed ? (Columns, Rows) : (Rows, Columns);
        long extent = (matrices - 1) * stride + (stored - 1L) * Leading + length;
        return new ReadOnlySpan<T>(Tensor.Pointer<T>() + offset, checked((int)extent));
    }
}

/// <summary>How the broadcast leading axes of a product are walked: some outer axes one by one, the rest as one batch of constant strides.</summary>
internal sealed class MatMulBatches(int[] outerSizes, int[] outerA, int[] outerB, int strideY)
{
    /// <summary>Sizes of the axes that are walked.</summary>
    internal int[] OuterSizes { get; } = outerSizes;

    /// <summary>The left operand's stride along each of them.</summary>
    internal int[] OuterA { get; } = outerA;

    /// <summary>The right operand's stride along each of them.</summary>
    internal int[] OuterB { get; } = outerB;

    /// <summary>Products in one batch.</summary>
    internal int Count { get; private init; } = 1;

    /// <summary>The left operand's stride from one product to the next.</summary>
    internal int StrideA { get; private init; }

    /// <summary>The right operand's stride from one product to the next.</summary>
    internal int StrideB { get; private init; }

    /// <summary>The result's stride from one product to the next.</summary>
    internal int StrideY { get; } = strideY;

    /// <summary>Finds the longest run of innermost axes along which both operands step evenly.</summary>
    internal static MatMulBatches Of(Shape batch, Tensor left, Tensor right, int strideY)
    {
        int[] a = Strides(batch, left);
        int[] b = Strides(batch, right);
        int count = 1;
        int strideA = 0;
        int strideB = 0;
        int axis = batch.Rank - 1;
        for (; axis >= 0; axis--)
        {
            int size = batch.Sizes[axis];
            if (size == 1)
            {
                continue;
            }

            if (count == 1)
            {
                strideA = a[axis];
                strideB = b[axis];
            }
            else if (a[axis] != (long)strideA * count || b[axis] != (long)strideB * count)
            {
                break;
            }

            count *= size;
        }

        int outer = axis + 1;
        return new MatMulBatches(batch.Sizes[..outer].ToArray(), a[..outer], b[..outer], strideY)
        {
            Count = count,
            StrideA = strideA,
            StrideB = strideB,
        };
    }

    private static int[] Strides(Shape batch, Tensor x)
    {
        var strides = new int[batch.Rank];
        int own = x.Rank - 2;
        for (int i = 0; i < own; i++)
        {
            strides[batch.Rank - own + i] = x.Shape.Sizes[i] == 1 ? 0 : x.Strides[i];
        }

        return strides;
    }
}
