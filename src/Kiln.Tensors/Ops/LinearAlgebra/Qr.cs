namespace Kiln.Tensors;

public static partial class LinearAlgebra
{
    /// <summary>A = Q·R with orthonormal columns in Q and an upper triangular R.</summary>
    /// <remarks>
    /// The gradient exists where the first min(m, n) columns of A are independent, and not for the full form of a matrix with more rows than columns,
    /// whose last columns of Q no differentiable function of A determines.
    /// </remarks>
    /// <param name="x">(…, m, n).</param>
    /// <param name="full">Whether Q is (…, m, m) rather than (…, m, min(m, n)).</param>
    /// <returns>Q, and R of (…, columns of Q, n).</returns>
    /// <exception cref="ShapeException">The tensor has fewer than two axes.</exception>
    /// <exception cref="MissingKernelException">The element type is neither float32 nor float64.</exception>
    /// <exception cref="AutogradException">The tensor requires a gradient, which the full form of more rows than columns has not.</exception>
    /// <exception cref="Numerics.NonFiniteMatrixException">There is NaN or infinity.</exception>
    public static (Tensor Q, Tensor R) Qr(Tensor x, bool full = false) => QrOp.Apply(x, full);
}

/// <summary>Householder QR of each matrix; its gradient is <see cref="QrGradient"/>.</summary>
internal static class QrOp
{
    internal delegate (Tensor Q, Tensor R) QrKernel(Tensor x, bool full);

    internal static readonly KernelSlot<QrKernel> Kernel = new("qr", MatrixBatch.Types, cpu: Forward);

    internal static (Tensor Q, Tensor R) Apply(Tensor x, bool full)
    {
        MatrixBatch.Check("qr", x, square: false);
        QrGradient.Check("qr", x, full);
        (Tensor q, Tensor r) = Kernel.For(x)(x, full);

        // The rule is linear in the two gradients: each result has a node of its own, and the pass adds what they give.
        Tape.Record("qr", q, [x], [q, r], static context => context.Give(0, QrGradient.OfQ("qr", context.Gradient, context.Saved(0), context.Saved(1))));
        Tape.Record("qr", r, [x], [q, r], static context => context.Give(0, QrGradient.OfR("qr", context.Gradient, context.Saved(0), context.Saved(1))));
        return (q, r);
    }

    private static (Tensor Q, Tensor R) Forward(Tensor x, bool full)
    {
        Tensor a = MatrixBatch.Rows(x);
        (int m, int n) = (x.Shape[^2], x.Shape[^1]);
        int k = full ? m : Math.Min(m, n);
        Tensor q = Tensor.Empty(MatrixBatch.Lead(x, m, k), x.DType);
        Tensor r = Tensor.Empty(MatrixBatch.Lead(x, k, n), x.DType);
        for (int i = 0; i < MatrixBatch.Count(x); i++)
        {
            if (x.DType == DType.Float32)
            {
                Numerics.Qr.Decompose<float>(
                    m, n, a.Span<float>().Slice(i * m * n, m * n), n, q.Span<float>().Slice(i * m * k, m * k), k, k, r.Span<float>().Slice(i * k * n, k * n), n);
            }
            else
            {
                Numerics.Qr.Decompose<double>(
                    m, n, a.Span<double>().Slice(i * m * n, m * n), n, q.Span<double>().Slice(i * m * k, m * k), k, k, r.Span<double>().Slice(i * k * n, k * n), n);
            }
        }

        GC.KeepAlive(a);
        GC.KeepAlive(q);
        GC.KeepAlive(r);
        return (q, r);
    }
}
