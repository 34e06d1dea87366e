namespace Kiln.Tensors;

public static partial class LinearAlgebra
{
    /// <summary>The X with T·X = B, or Tᵀ·X = B, for a triangular T.</summary>
    /// <param name="t">(…, n, n); only one triangle is read.</param>
    /// <param name="b">(…, n, k).</param>
    /// <param name="lower">Whether T is lower rather than upper triangular.</param>
    /// <param name="transpose">Whether to solve with Tᵀ.</param>
    /// <returns>(…, n, k).</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="MissingKernelException">The element type is neither float32 nor float64.</exception>
    /// <exception cref="Numerics.SingularMatrixException">An element of a diagonal is zero.</exception>
    public static Tensor SolveTriangular(Tensor t, Tensor b, bool lower, bool transpose = false) => SolveTriangularOp.Apply(t, b, lower, transpose);
}

/// <summary>op(T)·X = B. dL/dB = op(T)⁻ᵀ·Ḡ; dL/dT is the triangle of −dL/dB·Xᵀ, transposed when T was.</summary>
internal static class SolveTriangularOp
{
    internal delegate Tensor SolveTriangularKernel(Tensor t, Tensor b, bool lower, bool transpose);

    internal static readonly KernelSlot<SolveTriangularKernel> Kernel = new("solve triangular", MatrixBatch.Types, cpu: Forward);

    internal static Tensor Apply(Tensor t, Tensor b, bool lower, bool transpose)
    {
        MatrixBatch.Check("solve triangular", t, square: true);
        SolveOp.CheckRight("solve triangular", t, b);
        (t, b) = MatrixBatch.Align("solve triangular", t, b);
        Tensor x = Kernel.For(t)(t, b, lower, transpose);
        return Tape.Record("solve triangular", x, [t, b], [t, x], context =>
        {
            Tensor right = Kernel.For(context.Gradient)(context.Saved(0), context.Gradient, lower, !transpose);
            context.Give(1, right);
            if (context.Needs(0))
            {
                Tensor full = transpose ? context.Saved(1).MatMul(right.T) : right.MatMul(context.Saved(1).T);
                context.Give(0, -(lower ? full.Tril() : full.Triu()));
            }
        });
    }

    private static Tensor Forward(Tensor t, Tensor b, bool lower, bool transpose)
    {
        Tensor a = MatrixBatch.Rows(t);
        Tensor x = b.CopyRaw();
        (int n, int k) = (b.Shape[^2], b.Shape[^1]);
        for (int i = 0; i < MatrixBatch.Count(b) && x.Count > 0; i++)
        {
            if (x.DType == DType.Float32)
            {
                Numerics.TriangularMatrix.Solve<float>(
                    n, k, a.Span<float>().Slice(i * n * n, n * n), n, lower, transpose, false, x.Span<float>().Slice(i * n * k, n * k), k);
            }
            else
            {
                Numerics.TriangularMatrix.Solve<double>(
                    n, k, a.Span<double>().Slice(i * n * n, n * n), n, lower, transpose, false, x.Span<double>().Slice(i * n * k, n * k), k);
            }
        }

        GC.KeepAlive(a);
        GC.KeepAlive(x);
        return x;
    }
}
