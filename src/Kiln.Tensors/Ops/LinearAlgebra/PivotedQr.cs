namespace Kiln.Tensors;

public static partial class LinearAlgebra
{
    /// <summary>
    /// A·P = Q·R, the columns of A in the order in which each adds most to those before: the diagonal of R descends in size and shows the rank. A·P is
    /// <c>x.IndexSelect(-1, pivots)</c> for one matrix.
    /// </summary>
    /// <remarks>The order is piecewise constant; the gradient is that of <see cref="Qr"/> with the columns brought back.</remarks>
    /// <param name="x">(…, m, n).</param>
    /// <param name="full">Whether Q is (…, m, m) rather than (…, m, min(m, n)).</param>
    /// <returns>Q; R of (…, columns of Q, n); and the column of A that each column of Q·R is, (…, n) of int64.</returns>
    /// <exception cref="ShapeException">The tensor has fewer than two axes.</exception>
    /// <exception cref="MissingKernelException">The element type is neither float32 nor float64.</exception>
    /// <exception cref="AutogradException">The tensor requires a gradient, which the full form of more rows than columns has not.</exception>
    /// <exception cref="Numerics.NonFiniteMatrixException">There is NaN or infinity.</exception>
    public static (Tensor Q, Tensor R, Tensor Pivots) PivotedQr(Tensor x, bool full = false) => PivotedQrOp.Apply(x, full);
}

/// <summary>Householder QR with column pivoting of each matrix; its gradient is <see cref="QrGradient"/>.</summary>
internal static class PivotedQrOp
{
    internal delegate (Tensor Q, Tensor R, Tensor Pivots) PivotedQrKernel(Tensor x, bool full);

    internal static readonly KernelSlot<PivotedQrKernel> Kernel = new("pivoted qr", MatrixBatch.Types, cpu: Forward);

    internal static (Tensor Q, Tensor R, Tensor Pivots) Apply(Tensor x, bool full)
    {
        MatrixBatch.Check("pivoted qr", x, square: false);
        QrGradient.Check("pivoted qr", x, full);
        (Tensor q, Tensor r, Tensor pivots) = Kernel.For(x)(x, full);
        Tape.Record("pivoted qr", q, [x], [q, r, pivots], static context =>
            context.Give(0, Unpivot(QrGradient.OfQ("pivoted qr", context.Gradient, context.Saved(0), context.Saved(1)), context.Saved(2))));
        Tape.Record("pivoted qr", r, [x], [q, r, pivots], static context =>
            context.Give(0, Unpivot(QrGradient.OfR("pivoted qr", context.Gradient, context.Saved(0), context.Saved(1)), context.Saved(2))));
        return (q, r, pivots);
    }

    // Column pivots[j] of the gradient is column j of what is given.
    private static Tensor Unpivot(Tensor g, Tensor pivots)
    {
        long[] to = pivots.ToArray<long>();
        var from = new long[to.Length];
        int n = g.Shape[^1];
        for (int i = 0; i < to.Length; i++)
        {
            from[(i / n * n) + to[i]] = i % n;
        }

        return g.Gather(-1, Tensor.From(from, pivots.Shape).ExpandDims(-2).BroadcastTo(g.Shape));
    }

    private static (Tensor Q, Tensor R, Tensor Pivots) Forward(Tensor x, bool full)
    {
        Tensor a = MatrixBatch.Rows(x);
        (int m, int n) = (x.Shape[^2], x.Shape[^1]);
        int k = full ? m : Math.Min(m, n);
        Tensor q = Tensor.Empty(MatrixBatch.Lead(x, m, k), x.DType);
        Tensor r = Tensor.Empty(MatrixBatch.Lead(x, k, n), x.DType);
        Tensor pivots = Tensor.Empty(MatrixBatch.Lead(x, n), DType.Int64);
        var order = new int[n];
        for (int i = 0; i < MatrixBatch.Count(x); i++)
        {
            if (x.DType == DType.Float32)
            {
                Numerics.PivotedQr.Decompose<float>(
                    m, n, a.Span<float>().Slice(i * m * n, m * n), n, q.Span<float>().Slice(i * m * k, m * k), k, k, r.Span<float>().Slice(i * k * n, k * n), n, order);
            }
            else
            {
                Numerics.PivotedQr.Decompose<double>(
                    m, n, a.Span<double>().Slice(i * m * n, m * n), n, q.Span<double>().Slice(i * m * k, m * k), k, k, r.Span<double>().Slice(i * k * n, k * n), n, order);
            }

            for (int j = 0; j < n; j++)
            {
                pivots.Span<long>()[(i * n) + j] = order[j];
            }
        }

        GC.KeepAlive(a);
        GC.KeepAlive(q);
        GC.KeepAlive(r);
        GC.KeepAlive(pivots);
        return (q, r, pivots);
    }
}
