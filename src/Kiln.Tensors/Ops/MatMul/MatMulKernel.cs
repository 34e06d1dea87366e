namespace Kiln.Tensors;

/// <summary>The processor's matrix product of (…, m, k) and (…, k, n), any strides; nothing is recorded.</summary>
internal static unsafe class MatMulKernel
{
    /// <summary>Computes the product.</summary>
    internal static Tensor Product(Tensor left, Tensor right)
    {
        ReadOnlySpan<int> leftBatch = left.Shape.Sizes[..^2];
        ReadOnlySpan<int> rightBatch = right.Shape.Sizes[..^2];
        Shape batch = leftBatch.SequenceEqual(rightBatch) ? Shape.Adopt(leftBatch.ToArray()) : Shape.Broadcast(leftBatch.ToArray(), rightBatch.ToArray(), "matmul");
        var sizes = new int[batch.Rank + 2];
        batch.Sizes.CopyTo(sizes);
        sizes[^2] = left.Shape[^2];
        sizes[^1] = right.Shape[^1];
        Tensor y = Tensor.Empty(new Shape(sizes), left.DType);
        if (y.Count == 0)
        {
            return y;
        }

        MultiplyAddCounter.Add((long)y.Count * left.Shape[^1]);
        MatrixView a = MatrixView.Of(left);
        MatrixView b = MatrixView.Of(right);
        if (right.Rank == 2 && left.Rank > 2 && !a.Transposed && a.Tensor.IsContiguous)
        {
            // One matrix on the right: the batch is only more rows.
            a = a with { Rows = batch.ElementCount * a.Rows, Leading = Math.Max(1, a.Columns) };
            Run(a, b, y, new MatMulBatches([], [], [], a.Rows * b.Columns));
        }
        else
        {
            Run(a, b, y, MatMulBatches.Of(batch, a.Tensor, b.Tensor, a.Rows * b.Columns));
        }

        GC.KeepAlive(a.Tensor);
        GC.KeepAlive(b.Tensor);
        return y;
    }

    private static void Run(MatrixView a, MatrixView b, Tensor y, MatMulBatches batches)
    {
        // The outer axes have no common stride and are walked here; the inner ones go to the kernel as one batch.
        var index = new int[batches.OuterSizes.Length];
        long offsetA = 0;
        long offsetB = 0;
        long offsetY = 0;
        while (true)
        {
            if (y.DType == DType.Float32)
            {
                Numerics.MatMul.MultiplyBatched(
                    batches.Count,
                    a.Rows,
                    b.Columns,
                    a.Columns,
                    a.Span<float>(offsetA, batches.Count, batches.StrideA),
                    a.Leading,
                    a.Transposed,
                    batches.StrideA,
                    b.Span<float>(offsetB, batches.Count, batches.StrideB),
                    b.Leading,
                    b.Transposed,
                    batches.StrideB,
                    y.Span<float>()[(int)offsetY..],
                    b.Columns,
                    batches.StrideY);
            }
            else
            {
                Numerics.MatMul.MultiplyBatched(
                    batches.Count,
                    a.Rows,
                    b.Columns,
                    a.Columns,
                    a.Span<double>(offsetA, batches.Count, batches.StrideA),
                    a.Leading,
                    a.Transposed,
                    batches.StrideA,
                    b.Span<double>(offsetB, batches.Count, batches.StrideB),
                    b.Leading,
                    b.Transposed,
                    batches.StrideB,
                    y.Span<double>()[(int)offsetY..],
                    b.Columns,
                    batches.StrideY);
            }

            offsetY += (long)batches.Count * batches.StrideY;
            int axis = index.Length - 1;
            for (; axis >= 0; axis--)
            {
                offsetA += batches.OuterA[axis];
                offsetB += batches.OuterB[axis];
                if (++index[axis] < batches.OuterSizes[axis])
                {
                    break;
                }

                offsetA -= (long)batches.OuterA[axis] * index[axis];
                offsetB -= (long)batches.OuterB[axis] * index[axis];
                index[axis] = 0;
            }

            if (axis < 0)
            {
                return;
            }
        }
    }
}
