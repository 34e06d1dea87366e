namespace Kiln.Tensors;

/// <summary>Decompositions and solutions of linear systems, on the last two axes; leading axes are batches. Float32 and float64.</summary>
public static partial class LinearAlgebra
{
    /// <summary>The lower triangular L with A = L·Lᵀ for a symmetric positive definite A; only its lower triangle is read.</summary>
    /// <param name="x">(…, n, n).</param>
    /// <returns>(…, n, n), zeros above the diagonal.</returns>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="MissingKernelException">The element type is neither float32 nor float64.</exception>
    /// <exception cref="Numerics.NotPositiveDefiniteException">A matrix is not positive definite.</exception>
    /// <exception cref="Numerics.NonFiniteMatrixException">There is NaN or infinity.</exception>
    public static Tensor Cholesky(Tensor x) => CholeskyOp.Apply(x);
}

/// <summary>
/// A = L·Lᵀ. dL/dA = ½(S + Sᵀ) with S = L⁻ᵀ·Φ(Lᵀ·Ḡ)·L⁻¹, Φ the lower triangle with half the diagonal (I. Murray, "Differentiation of the Cholesky
/// decomposition", arXiv:1602.07527).
/// </summary>
internal static class CholeskyOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("cholesky", MatrixBatch.Types, cpu: Forward);

    internal static Tensor Apply(Tensor x)
    {
        MatrixBatch.Check("cholesky", x, square: true);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("cholesky", y, x, y, Backward);
    }

    private static Tensor Backward(Tensor g, Tensor l)
    {
        Tensor inner = l.T.MatMul(g).Tril();
        inner -= inner.Tril().Triu() * 0.5;
        Tensor left = SolveTriangularOp.Kernel.For(l)(l, inner, true, true);
        Tensor s = SolveTriangularOp.Kernel.For(l)(l, left.T, true, true).T;
        return (s + s.T) * 0.5;
    }

    private static Tensor Forward(Tensor x)
    {
        Tensor y = x.CopyRaw();
        int n = x.Shape[^1];
        int size = n * n;
        for (int i = 0; i < MatrixBatch.Count(x) && n > 0; i++)
        {
            if (x.DType == DType.Float32)
            {
                Numerics.Cholesky.Factor(n, y.Span<float>().Slice(i * size, size), n);
            }
            else
            {
                Numerics.Cholesky.Factor(n, y.Span<double>().Slice(i * size, size), n);
            }
        }

        GC.KeepAlive(y);
        return y;
    }
}
