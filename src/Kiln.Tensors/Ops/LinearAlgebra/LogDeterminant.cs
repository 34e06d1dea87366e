namespace Kiln.Tensors;

public static partial class LinearAlgebra
{
    /// <summary>The determinant as its sign and the logarithm of its absolute value, which does not overflow where the determinant would.</summary>
    /// <param name="x">(…, n, n).</param>
    /// <returns>Both of the leading shape: −1, 0 or 1; and log|det|, −∞ for a singular matrix. The sign has no gradient.</returns>
    /// <exception cref="ShapeException">The matrices are not square.</exception>
    /// <exception cref="MissingKernelException">The element type is neither float32 nor float64.</exception>
    /// <exception cref="Numerics.NonFiniteMatrixException">There is NaN or infinity.</exception>
    public static (Tensor Sign, Tensor LogAbsolute) LogDeterminant(Tensor x) => LogDeterminantOp.Apply(x);

    /// <summary>The determinant. For matrices beyond a few rows <see cref="LogDeterminant"/> is the one that stays in range.</summary>
    /// <param name="x">(…, n, n).</param>
    /// <returns>Of the leading shape.</returns>
    /// <inheritdoc cref="LogDeterminant"/>
    public static Tensor Determinant(Tensor x)
    {
        (Tensor sign, Tensor logarithm) = LogDeterminantOp.Apply(x);
        return sign * logarithm.Exp();
    }
}

/// <summary>y = log|det A|; dL/dA = ḡ·A⁻ᵀ.</summary>
internal static class LogDeterminantOp
{
    internal delegate (Tensor Sign, Tensor LogAbsolute) LogDeterminantKernel(Tensor x);

    internal static readonly KernelSlot<LogDeterminantKernel> Kernel = new("log determinant", MatrixBatch.Types, cpu: Forward);

    internal static (Tensor Sign, Tensor LogAbsolute) Apply(Tensor x)
    {
        MatrixBatch.Check("log determinant", x, square: true);
        (Tensor sign, Tensor logarithm) = Kernel.For(x)(x);
        return (sign, Tape.Unary("log determinant", logarithm, x, x, static (g, a) =>
            g.ExpandDims(-1).ExpandDims(-1) * InverseOp.Kernel.For(a)(a).T));
    }

    private static (Tensor Sign, Tensor LogAbsolute) Forward(Tensor x)
    {
        Tensor factors = x.CopyRaw();
        Tensor sign = Tensor.Empty(MatrixBatch.Lead(x), x.DType);
        Tensor logarithm = Tensor.Empty(MatrixBatch.Lead(x), x.DType);
        int n = x.Shape[^1];
        var pivots = new int[n];
        for (int i = 0; i < sign.Count; i++)
        {
            if (x.DType == DType.Float32)
            {
                Span<float> lu = factors.Span<float>().Slice(i * n * n, n * n);
                Numerics.Lu.Factor(n, lu, n, pivots, "log determinant");
                (int s, double l) = Numerics.Lu.LogDeterminant<float>(n, lu, n, pivots);
                (sign.Span<float>()[i], logarithm.Span<float>()[i]) = (s, (float)l);
            }
            else
            {
                Span<double> lu = factors.Span<double>().Slice(i * n * n, n * n);
                Numerics.Lu.Factor(n, lu, n, pivots, "log determinant");
                (int s, double l) = Numerics.Lu.LogDeterminant<double>(n, lu, n, pivots);
                (sign.Span<double>()[i], logarithm.Span<double>()[i]) = (s, l);
            }
        }

        GC.KeepAlive(factors);
        GC.KeepAlive(sign);
        GC.KeepAlive(logarithm);
        return (sign, logarithm);
    }
}
