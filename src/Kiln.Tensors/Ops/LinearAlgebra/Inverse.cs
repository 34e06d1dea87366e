namespace Kiln.Tensors;

public static partial class LinearAlgebra
{
    /// <summary>The inverse. To solve a system, <see cref="Solve"/> is faster and more accurate.</summary>
    /// <param name="x">(…, n, n).</param>
    /// <returns>(…, n, n).</returns>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="MissingKernelException">The element type is neither float32 nor float64.</exception>
    /// <exception cref="Numerics.SingularMatrixException">A matrix has no inverse.</exception>
    /// <exception cref="Numerics.NonFiniteMatrixException">There is NaN or infinity.</exception>
    public static Tensor Inverse(Tensor x) => InverseOp.Apply(x);
}

/// <summary>Y = A⁻¹; dL/dA = −Yᵀ·Ḡ·Yᵀ.</summary>
internal static class InverseOp
{
    internal static readonly KernelSlot<UnaryKernel> Kernel = new("inverse", MatrixBatch.Types, cpu: Forward);

    internal static Tensor Apply(Tensor x)
    {
        MatrixBatch.Check("inverse", x, square: true);
        Tensor y = Kernel.For(x)(x);
        return Tape.Unary("inverse", y, x, y, static (g, inverse) => -inverse.T.MatMul(g).MatMul(inverse.T));
    }

    private static Tensor Forward(Tensor x)
    {
        Tensor factors = x.CopyRaw();
        Tensor y = Tensor.Empty(x.Shape, x.DType);
        int n = x.Shape[^1];
        var pivots = new int[n];
        for (int i = 0; i < MatrixBatch.Count(x) && n > 0; i++)
        {
            if (x.DType == DType.Float32)
            {
                Span<float> lu = factors.Span<float>().Slice(i * n * n, n * n);
                Numerics.Lu.Factor(n, lu, n, pivots, "inverse");
                Numerics.Lu.Inverse<float>(n, lu, n, pivots, y.Span<float>().Slice(i * n * n, n * n), n);
            }
            else
            {
                Span<double> lu = factors.Span<double>().Slice(i * n * n, n * n);
                Numerics.Lu.Factor(n, lu, n, pivots, "inverse");
                Numerics.Lu.Inverse<double>(n, lu, n, pivots, y.Span<double>().Slice(i * n * n, n * n), n);
            }
        }

        GC.KeepAlive(factors);
        GC.KeepAlive(y);
        return y;
    }
}
