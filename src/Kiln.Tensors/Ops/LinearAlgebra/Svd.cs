namespace Kiln.Tensors;

public static partial class LinearAlgebra
{
    /// <summary>The singular value decomposition A = U·diag(σ)·Vᵀ.</summary>
    /// <remarks>
    /// The singular vectors of a repeated singular value are any basis of their space, so that there is no gradient through them: it throws where two singular
    /// values are equal, or one is zero and the matrix is not square, and grows as the inverse of their distance before. The singular
    /// values' own gradient needs no distance. In the full form of a matrix that is not square nothing determines the last vectors: no gradient at all.
    /// </remarks>
    /// <param name="x">(…, m, n).</param>
    /// <param name="full">Whether U and Vᵀ are square rather than (…, m, k) and (…, k, n) with k = min(m, n).</param>
    /// <returns>U, the k singular values descending, and Vᵀ.</returns>
    /// <exception cref="ShapeException">The tensor has fewer than two axes.</exception>
    /// <exception cref="MissingKernelException">The element type is neither float32 nor float64.</exception>
    /// <exception cref="AutogradException">The tensor requires a gradient, which the full form of a matrix that is not square has not.</exception>
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
        Tensor smallest = values.Narrow(-1, values.Shape[^1] - 1, 1).Squeeze(-1);
        return Tensor.Where(smallest.EqualTo(0), double.PositiveInfinity, values.Narrow(-1, 0, 1).Squeeze(-1) / smallest);
    }
}

/// <summary>
/// The singular value decomposition of each matrix. With F[i, j] = 1 / (σⱼ² − σᵢ²), 0 on the diagonal, Ā = U·diag(σ̄)·Vᵀ, to which Ū adds
/// (U·(F ∘ (Uᵀ·Ū − Ūᵀ·U))·Σ + (I − U·Uᵀ)·Ū·Σ⁻¹)·Vᵀ and V̄ adds U·(Σ·(F ∘ (Vᵀ·V̄ − V̄ᵀ·V))·Vᵀ + Σ⁻¹·V̄ᵀ·(I − V·Vᵀ)) (J. Townsend, "Differentiating the singular
/// value decomposition", 2016; M. Giles, "Collected matrix derivative results", 2008, section 3.2).
/// </summary>
internal static class SvdOp
{
    internal delegate (Tensor U, Tensor Values, Tensor Vt) SvdKernel(Tensor x, bool full);

    internal static readonly KernelSlot<SvdKernel> Kernel = new("svd", MatrixBatch.Types, cpu: Forward);

    internal static (Tensor U, Tensor Values, Tensor Vt) Apply(Tensor x, bool full)
    {
        MatrixBatch.Check("svd", x, square: false);
        if (full && x.Shape[^2] != x.Shape[^1] && Tape.Wants(x))
        {
            throw new AutogradException(
                $"svd: the full form of {x.Shape}, which is not square, has no gradient: its last vectors are any basis of what is left. Ask for the economic form (full: false), or call x.Detach() first");
        }

        (Tensor u, Tensor values, Tensor vt) = Kernel.For(x)(x, full);
        Tape.Record("svd", u, [x], [u, values, vt], static context =>
            context.Give(0, OfLeft(context.Gradient, context.Saved(0), context.Saved(1), context.Saved(2))));
        Tape.Record("svd", values, [x], [u, vt], static context =>
            context.Give(0, (context.Saved(0) * context.Gradient.ExpandDims(-2)).MatMul(context.Saved(1))));

        // Aᵀ = V·Σ·Uᵀ: the rule for V is that for U, turned.
        Tape.Record("svd", vt, [x], [u, values, vt], static context =>
            context.Give(0, OfLeft(context.Gradient.T, context.Saved(2).T, context.Saved(1), context.Saved(0).T).T));
        return (u, values, vt);
    }

    // What a gradient of U gives.
    private static Tensor OfLeft(Tensor g, Tensor u, Tensor values, Tensor vt)
    {
        MatrixBatch.CheckDistinct("svd", "singular value", "singular vectors", values);
        Tensor row = values.ExpandDims(-2);
        Tensor column = values.ExpandDims(-1);

        // The ones keep the diagonal finite, and go again.
        Tensor eye = Tensor.Eye(values.Shape[^1], dtype: values.DType);
        Tensor inverse = 1 / (((row - column) * (row + column)) + eye) - eye;
        Tensor inner = u.T.MatMul(g);
        Tensor left = u.MatMul((inner - inner.T) * inverse) * row;
        if (u.Shape[^2] > u.Shape[^1])
        {
            MatrixBatch.CheckPositive("svd", values);
            left += (g - u.MatMul(inner)) / row;
        }

        return left.MatMul(vt);
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
