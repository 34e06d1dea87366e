namespace Kiln.Tensors;

public static partial class LinearAlgebra
{
    /// <summary>Eigenvalues and eigenvectors of symmetric matrices, A = V·diag(λ)·Vᵀ; only the lower triangle is read.</summary>
    /// <remarks>
    /// The gradient is symmetric. The eigenvectors of a repeated eigenvalue are any basis of its space, so that there is no gradient through them: it throws
    /// where two eigenvalues are equal and grows as the inverse of their distance before. The eigenvalues' own gradient needs no distance.
    /// </remarks>
    /// <param name="x">(…, n, n).</param>
    /// <returns>The eigenvalues, (…, n), ascending; and the eigenvectors as columns, (…, n, n).</returns>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="MissingKernelException">The element type is neither float32 nor float64.</exception>
    /// <exception cref="Numerics.NonFiniteMatrixException">There is NaN or infinity.</exception>
    public static (Tensor Values, Tensor Vectors) Eigh(Tensor x) => EighOp.Apply(x);
}

/// <summary>
/// The symmetric eigenproblem of each matrix. Ā = V·(diag(λ̄) + F ∘ Vᵀ·V̄)·Vᵀ, F[i, j] = 1 / (λⱼ − λᵢ) and 0 on the diagonal (M. Giles, "Collected matrix
/// derivative results", 2008, section 3.1), of which the symmetric part is given.
/// </summary>
internal static class EighOp
{
    internal delegate (Tensor Values, Tensor Vectors) EighKernel(Tensor x);

    internal static readonly KernelSlot<EighKernel> Kernel = new("eigh", MatrixBatch.Types, cpu: Forward);

    internal static (Tensor Values, Tensor Vectors) Apply(Tensor x)
    {
        MatrixBatch.Check("eigh", x, square: true);
        (Tensor values, Tensor vectors) = Kernel.For(x)(x);
        Tape.Unary("eigh", values, x, vectors, static (g, v) => (v * g.ExpandDims(-2)).MatMul(v.T));
        Tape.Record("eigh", vectors, [x], [vectors, values], static context =>
        {
            (Tensor v, Tensor inverse) = (context.Saved(0), InverseDistances(context.Saved(1)));
            Tensor full = v.MatMul(v.T.MatMul(context.Gradient) * inverse).MatMul(v.T);
            context.Give(0, (full + full.T) * 0.5);
        });
        return (values, vectors);
    }

    private static Tensor InverseDistances(Tensor values)
    {
        MatrixBatch.CheckDistinct("eigh", "eigenvalue", "eigenvectors", values);

        // The ones keep the diagonal finite, and go again.
        Tensor eye = Tensor.Eye(values.Shape[^1], dtype: values.DType);
        return 1 / (values.ExpandDims(-2) - values.ExpandDims(-1) + eye) - eye;
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
