namespace Kiln.Tensors;

public sealed partial class Tensor
{
    /// <summary>
    /// The matrix product, by NumPy's rules: (…, m, k) times (…, k, n) is (…, m, n), the leading axes broadcast; a vector on the left is a row,
    /// on the right a column, and its axis is dropped from the result.
    /// </summary>
    /// <param name="right">The right operand; types are promoted.</param>
    /// <returns>The product; float16 and bfloat16 are computed in float32 and rounded once.</returns>
    /// <exception cref="ShapeException">An operand is a scalar, the inner dimensions differ, or the leading axes do not broadcast.</exception>
    /// <exception cref="MissingKernelException">The operands are not floating point.</exception>
    public Tensor MatMul(Tensor right)
    {
        ArgumentNullException.ThrowIfNull(right);
        return MatMulOp.Apply(this, right);
    }

    /// <summary>The product of two vectors: Σ x·y, as <see cref="MatMul"/> of vectors.</summary>
    /// <param name="right">A vector of the same length.</param>
    /// <exception cref="ShapeException">An operand is not a vector, or the lengths differ.</exception>
    public Tensor Dot(Tensor right)
    {
        ArgumentNullException.ThrowIfNull(right);
        return Rank == 1 && right.Rank == 1
            ? MatMulOp.Apply(this, right)
            : throw new ShapeException($"dot: expected two vectors, given {Shape} and {right.Shape}; for matrices use MatMul");
    }

    /// <summary>All products of the elements of two vectors: (m,) and (n,) give (m, n).</summary>
    /// <param name="right">A vector.</param>
    /// <exception cref="ShapeException">An operand is not a vector.</exception>
    public Tensor Outer(Tensor right)
    {
        ArgumentNullException.ThrowIfNull(right);
        return Rank == 1 && right.Rank == 1
            ? MatMulOp.Apply(ExpandDims(1), right.ExpandDims(0))
            : throw new ShapeException($"outer: expected two vectors, given {Shape} and {right.Shape}");
    }
}

/// <summary>Y = A·B; dL/dA = dL/dY·Bᵀ and dL/dB = Aᵀ·dL/dY, each summed over the axes along which the operand was stretched.</summary>
internal static class MatMulOp
{
    internal static readonly KernelSlot<BinaryKernel> Kernel =
        new("matmul", DTypeSet.Float32 | DTypeSet.Float64, cpu: MatMulKernel.Product);

    internal static Tensor Apply(Tensor left, Tensor right)
    {
        if (left.Rank == 0 || right.Rank == 0)
        {
            throw new ShapeException($"matmul: expected vectors or matrices, given {left.Shape} and {right.Shape}; to scale by a number use *");
        }

        DType dtype = DTypes.Promote(left.DType, right.DType);
        DType compute = ComputeTypes.Of(dtype);
        Tensor a = left.To(compute);
        Tensor b = right.To(compute);
        a = left.Rank == 1 ? a.ExpandDims(0) : a;
        b = right.Rank == 1 ? b.ExpandDims(1) : b;
        CheckInner(left, right, a, b);
        Tensor y = Kernel.For(a)(a, b);
        y = Tape.Record("matmul", y, [a, b], [a, b], Backward);
        y = right.Rank == 1 ? y.Squeeze(-1) : y;
        y = left.Rank == 1 ? y.Squeeze(right.Rank == 1 ? -1 : -2) : y;
        return y.To(dtype);
    }

    private static void Backward(BackwardContext context)
    {
        Tensor g = context.Gradient;
        Tensor a = context.Saved(0);
        Tensor b = context.Saved(1);
        if (context.Needs(0))
        {
            context.Give(0, Summed(Kernel.For(g)(g, b.T), a.Shape));
        }

        if (context.Needs(1))
        {
            context.Give(1, RightGradient(g, a, b.Shape));
        }
    }

    // With one matrix on the right, the batch is only more rows: (batch · m, k)ᵀ times (batch · m, n), and the sum over the batch is in the product.
    private static Tensor RightGradient(Tensor g, Tensor a, Shape shape)
    {
        if (shape.Rank == 2 && a.Rank > 2)
        {
            int count = 1;
            foreach (int size in a.Shape.Sizes[..^1])
            {
                count *= size;
            }

            Tensor rows = a.Reshape(count, shape[0]);
            return Kernel.For(g)(rows.T, g.Reshape(count, shape[1]));
        }

        return Summed(Kernel.For(g)(a.T, g), shape);
    }

    private static Tensor Summed(Tensor gradient, Shape shape) => gradient.Shape == shape ? gradient : gradient.SumTo(shape);

    private static void CheckInner(Tensor left, Tensor right, Tensor a, Tensor b)
    {
        int inner = a.Shape[^1];
        if (inner == b.Shape[^2])
        {
            return;
        }

        bool transposeHelps = right.Rank >= 2 && inner == b.Shape[^1] || left.Rank >= 2 && a.Shape[^2] == b.Shape[^2];
        throw new ShapeException(
            $"matmul: inner dimensions differ: left {left.Shape}, right {right.Shape}" + (transposeHelps ? "; did you mean a transpose?" : string.Empty));
    }
}
