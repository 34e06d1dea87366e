namespace Kiln.Tensors;

public static partial class LinearAlgebra
{
    /// <summary>The singular value decomposition A = U·diag(σ)·Vᵀ.</summary>
    /// <param name="x">(…, m, n).</param>
    /// <param name="full">Whether U and Vᵀ are square rather than (…, m, k) and (…, k, n) with k = min(m, n).</param>
    /// <returns>U, the k singular values descending, and Vᵀ.</returns>
    /// <exception cref="ShapeException">The tensor has fewer than two axes.</exception>
    /// <exception cref="MissingKernelException">The element type is neither float32 nor float64.</exception>
    /// <exception cref="AutogradException">The tensor requires a gradient, which this has not.</exception>
    /// <exception cref="Numerics.NonFiniteMatrixException">There is NaN or infinity.</exception>
    public static (Tensor U, Tensor Values, Tensor Vt) Svd(Tensor x, bool full = false) => SvdOp.Apply(x, full);

    /// <summary>The condition number: the largest singular value over the smallest; infinite for a singular matrix.</summary>
    /// <param name="x">(…, m, n), neither 0.</param>
    /// <returns>Of the leading shape.</returns>
    /// <inheritdoc cref="Svd"/>
    public static Tensor Condition(Tensor x)
    {
        MatrixBatch.Check("condition", x, square: false);
        if (Math.Min(x.Shape[^2], x.Shape[^1]) == 0)
        {
            throw new ShapeException($"condition: a matrix without rows or columns has none; given {x.Shape}");
        }

        Tensor values = SvdOp.Apply(x, full: false).Values;
        return values.Narrow(-1, 0, 1).Squeeze(-1) / values.Narrow(-1, values.Shape[^1] - 1, 1).Squeeze(-1);
    }
}

/// <summary>The singular value decomposition of each matrix; no backward.</summary>
internal static class SvdOp
{
    internal delegate (Tensor U, Tensor Values, Tensor Vt) SvdKernel(Tensor x, bool full);

    internal static readonly KernelSlot<SvdKernel> Kernel = new("svd", MatrixBatch.Types, cpu: Forward);

    internal static (Tensor U, Tensor Values, Tensor Vt) Apply(Tensor x, bool full)
    {
        MatrixBatch.Check("svd", x, square: false);
        (Tensor u, Tensor values, Tensor vt) = Kernel.For(x)(x, full);
        return (Tape.NoBackward("svd", u, x), values, vt);
    }

    private static (Tensor U, Tensor Values, Tensor Vt) Forward(Tensor x, bool full)
    {
        Tensor a = MatrixBatch.Rows(x);
        (int m, int n) = (x.Shape[^2], x.Shape[^1]);
        int k = Math.Min(m, n);
        (int columns, int rows) = full ? (m, n) : (k, k);
        Tensor u = Tensor.Empty(MatrixBatch.Lead(x, m, columns), x.DType);
        Tensor values = Tensor.Empty(MatrixBatch.Lead(x, k), x.DType);
        Tensor vt = Tensor.Empty(MatrixBatch.Lead(x, rows, n), x.DType);
        for (int i = 0; i < MatrixBatch.Count(x); i++)
        {
            if (x.DType == DType.Float32)
            {
                Numerics.Svd.Decompose<float>(
                    m,
                    n,
                    a.Span<float>().Slice(i * m * n, m * n),
                    n,
                    values.Span<float>().Slice(i * k, k),
                    u.Span<float>().Slice(i * m * columns, m * columns),
                    columns,
                    vt.Span<float>().Slice(i * rows * n, rows * n),
                    n,
                    full);
            }
            else
            {
                Numerics.Svd.Decompose<double>(
                    m,
                    n,
                    a.Span<double>().Slice(i * m * n, m * n),
                    n,
                    values.Span<double>().Slice(i * k, k),
                    u.Span<double>().Slice(i * m * columns, m * columns),
                    columns,
                    vt.Span<double>().Slice(i * rows * n, rows * n),
                    n,
                    full);
            }
        }

        GC.KeepAlive(a);
        GC.KeepAlive(u);
        GC.KeepAlive(values);
        GC.KeepAlive(vt);
        return (u, values, vt);
    }
}
