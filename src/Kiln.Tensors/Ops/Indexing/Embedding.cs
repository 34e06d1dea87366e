using Kiln.Numerics;

namespace Kiln.Tensors;

public static partial class Functional
{
    /// <summary>Rows of a table by number: the vectors of tokens, of categories, of positions.</summary>
    /// <param name="table">(count, size), floating point.</param>
    /// <param name="indices">Row numbers of any shape, int64 or int32, from 0 to count − 1.</param>
    /// <param name="paddingIndex">A row whose gradient stays zero, or null: what stands where a sequence has ended.</param>
    /// <returns>The shape of the indices with an axis of the size behind.</returns>
    /// <exception cref="ShapeException">The table is no matrix, or an index does not exist.</exception>
    /// <exception cref="DTypeException">The indices are not integers.</exception>
    /// <exception cref="MissingKernelException">The table is not floating point.</exception>
    public static Tensor Embedding(Tensor table, Tensor indices, int? paddingIndex = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(indices);
        return EmbeddingOp.Apply(table, indices, paddingIndex);
    }
}

/// <summary>y[i] = W[n(i)]; dL/dW[r] is the sum of dL/dy[i] over the i with n(i) = r, in their order; zero for the padding row.</summary>
internal static class EmbeddingOp
{
    internal static readonly KernelSlot<ForwardKernel> Forward = new("embedding", DTypeSet.Floating, OnCpu);

    internal static readonly KernelSlot<BackwardKernel> Backward = new("embedding gradient", DTypeSet.Float32 | DTypeSet.Float64, GradientOnCpu);

    internal delegate Tensor ForwardKernel(Tensor table, Tensor rows, Shape shape);

    internal delegate Tensor BackwardKernel(Tensor g, Tensor rows, int skipped, Shape table);

    internal static Tensor Apply(Tensor table, Tensor indices, int? paddingIndex)
    {
        if (table.Rank != 2)
        {
            throw new ShapeException($"embedding: the table has shape {table.Shape}; expected (count, size)");
        }

        int skipped = paddingIndex ?? -1;
        if (paddingIndex is { } padding && (padding < 0 || padding >= table.Shape[0]))
        {
            throw new ShapeException($"embedding: the padding index {padding} is no row of a table of shape {table.Shape}");
        }

        Tensor rows = IndexList.Rows(indices, table.Shape[0], "embedding");
        table = table.Contiguous();
        Shape shape = [.. indices.Shape.Sizes, table.Shape[1]];
        Shape before = table.Shape;
        DType compute = ComputeTypes.Of(table.DType);
        return Tape.Unary(
            "embedding",
            Forward.For(table)(table, rows, shape),
            table,
            rows,
            (g, saved) => Backward.For(g.To(compute))(g.To(compute), saved, skipped, before).To(g.DType));
    }

    private static Tensor OnCpu(Tensor table, Tensor rows, Shape shape)
    {
        Tensor y = Tensor.Empty(shape, table.DType);
        int width = shape[^1];
        switch (table.DType)
        {
            case DType.Float32:
                EmbeddingRows.Gather<float>(rows.Span<int>(), width, table.Span<float>(), y.Span<float>());
                break;
            case DType.Float64:
                EmbeddingRows.Gather<double>(rows.Span<int>(), width, table.Span<double>(), y.Span<double>());
                break;
            case DType.Float16:
                EmbeddingRows.Gather<Half>(rows.Span<int>(), width, table.Span<Half>(), y.Span<Half>());
                break;
            default:
                EmbeddingRows.Gather<BFloat16>(rows.Span<int>(), width, table.Span<BFloat16>(), y.Span<BFloat16>());
                break;
        }

        GC.KeepAlive(table);
        GC.KeepAlive(rows);
        GC.KeepAlive(y);
        return y;
    }

    private static Tensor GradientOnCpu(Tensor g, Tensor rows, int skipped, Shape table)
    {
        g = g.Contiguous();
        Tensor result = Tensor.Empty(table, g.DType);
        if (g.DType == DType.Float32)
        {
            EmbeddingRows.ScatterAdd(rows.Span<int>(), skipped, table[0], table[1], g.Span<float>(), result.Span<float>());
        }
        else
        {
            EmbeddingRows.ScatterAdd(rows.Span<int>(), skipped, table[0], table[1], g.Span<double>(), result.Span<double>());
        }

        GC.KeepAlive(g);
        GC.KeepAlive(rows);
        GC.KeepAlive(result);
        return result;
    }
}
