namespace Kiln.Tensors;

public static partial class LinearAlgebra
{
    /// <summary>Eigenvalues and eigenvectors of symmetric matrices, A = V·diag(λ)·Vᵀ; only the lower triangle is read.</summary>
    /// <param name="x">(…, n, n).</param>
    /// <returns>The eigenvalues, (…, n), ascending; and the eigenvectors as columns, (…, n, n).</returns>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="MissingKernelException">The element type is neither float32 nor float64.</exception>
    /// <exception cref="AutogradException">The tensor requires a gradient, which this has not.</exception>
    /// <exception cref="Numerics.NonFiniteMatrixException">There is NaN or infinity.</exception>
    public static (Tensor Values, Tensor Vectors) Eigh(Tensor x) => EighOp.Apply(x);
}

/// <summary>The symmetric eigenproblem of each matrix; no backward.</summary>
internal static class EighOp
{
    internal delegate (Tensor Values, Tensor Vectors) EighKernel(Tensor x);

    internal static readonly KernelSlot<EighKernel> Kernel = new("eigh", MatrixBatch.Types, cpu: Forward);

    internal static (Tensor Values, Tensor Vectors) Apply(Tensor x)
    {
        MatrixBatch.Check("eigh", x, square: true);
        (Tensor values, Tensor vectors) = Kernel.For(x)(x);
        return (Tape.NoBackward("eigh", values, x), vectors);
    }

    private static (Tensor Values, Tensor Vectors) Forward(Tensor x)
    {
        Tensor a = MatrixBatch.Rows(x);
        int n = x.Shape[^1];
        Tensor values = Tensor.Empty(MatrixBatch.Lead(x, n), x.DType);
        Tensor vectors = Tensor.Empty(x.Shape, x.DType);
        for (int i = 0; i < MatrixBatch.Count(x) && n > 0; i++)
        {
            if (x.DType == DType.Float32)
            {
                Numerics.SymmetricEigen.Decompose<float>(
                    n, a.Span<float>().Slice(i * n * n, n * n), n, values.Span<float>().Slice(i * n, n), vectors.Span<float>().Slice(i * n * n, n * n), n);
            }
            else
            {
                Numerics.SymmetricEigen.Decompose<double>(
                    n, a.Span<double>().Slice(i * n * n, n * n), n, values.Span<double>().Slice(i * n, n), vectors.Span<double>().Slice(i * n * n, n * n), n);
            }
        }

        GC.KeepAlive(a);
        GC.KeepAlive(values);
        GC.KeepAlive(vectors);
        return (values, vectors);
    }
}
