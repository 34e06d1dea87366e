namespace Kiln.Tensors;

public static partial class LinearAlgebra
{
    /// <summary>The X of smallest norm among those that make ‖A·X − B‖ smallest, for A of any shape and rank.</summary>
    /// <param name="a">(…, m, n).</param>
    /// <param name="b">(…, m, k).</param>
    /// <param name="tolerance">Singular values up to this times the largest count as zero; negative takes max(m, n) · ε.</param>
    /// <returns>(…, n, k).</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="MissingKernelException">The element type is neither float32 nor float64.</exception>
    /// <exception cref="AutogradException">An operand requires a gradient, which this has not.</exception>
    /// <exception cref="Numerics.NonFiniteMatrixException">There is NaN or infinity.</exception>
    public static Tensor LeastSquares(Tensor a, Tensor b, double tolerance = -1) => LeastSquaresOp.Apply(a, b, tolerance);

    /// <summary>The pseudo-inverse of Moore and Penrose.</summary>
    /// <param name="x">(…, m, n).</param>
    /// <param name="tolerance">Singular values up to this times the largest count as zero; negative takes max(m, n) · ε.</param>
    /// <returns>(…, n, m).</returns>
    /// <inheritdoc cref="LeastSquares"/>
    public static Tensor PseudoInverse(Tensor x, double tolerance = -1)
    {
        MatrixBatch.Check("pseudo-inverse", x, square: false);
        return LeastSquaresOp.Apply(x, Tensor.Eye(x.Shape[^2], dtype: x.DType), tolerance);
    }
}

/// <summary>Least squares for each matrix; no backward.</summary>
internal static class LeastSquaresOp
{
    internal delegate Tensor LeastSquaresKernel(Tensor a, Tensor b, double tolerance);

    internal static readonly KernelSlot<LeastSquaresKernel> Kernel = new("least squares", MatrixBatch.Types, cpu: Forward);

    internal static Tensor Apply(Tensor a, Tensor b, double tolerance)
    {
        MatrixBatch.Check("least squares", a, square: false);
        MatrixBatch.Check("least squares", b, square: false);
        if (a.Shape[^2] != b.Shape[^2])
        {
            throw new ShapeException($"least squares: the right side must be (…, {a.Shape[^2]}, k) for matrices {a.Shape}; given {b.Shape}");
        }

        if (a.DType != b.DType)
        {
            throw new DTypeException($"least squares: the matrix is {a.DType.Name()} and the right side {b.DType.Name()}; expected one element type");
        }

        (a, b) = MatrixBatch.Align("least squares", a, b);
        Tensor x = Kernel.For(a)(a, b, tolerance);
        return Tape.NoBackward("least squares", Tape.NoBackward("least squares", x, a), b);
    }

    private static Tensor Forward(Tensor a, Tensor b, double tolerance)
    {
        Tensor matrices = MatrixBatch.Rows(a);
        Tensor right = MatrixBatch.Rows(b);
        (int m, int n, int k) = (a.Shape[^2], a.Shape[^1], b.Shape[^1]);
        Tensor x = Tensor.Empty(MatrixBatch.Lead(a, n, k), a.DType);
        for (int i = 0; i < MatrixBatch.Count(a) && x.Count > 0; i++)
        {
            if (a.DType == DType.Float32)
            {
                Numerics.LeastSquares.Solve<float>(
                    m,
                    n,
                    k,
                    matrices.Span<float>().Slice(i * m * n, m * n),
                    n,
                    right.Span<float>().Slice(i * m * k, m * k),
                    k,
                    x.Span<float>().Slice(i * n * k, n * k),
                    k,
                    tolerance);
            }
            else
            {
                Numerics.LeastSquares.Solve<double>(
                    m,
                    n,
                    k,
                    matrices.Span<double>().Slice(i * m * n, m * n),
                    n,
                    right.Span<double>().Slice(i * m * k, m * k),
                    k,
                    x.Span<double>().Slice(i * n * k, n * k),
                    k,
                    tolerance);
            }
        }

        GC.KeepAlive(matrices);
        GC.KeepAlive(right);
        GC.KeepAlive(x);
        return x;
    }
}
