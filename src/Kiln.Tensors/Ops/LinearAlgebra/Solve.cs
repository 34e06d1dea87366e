namespace Kiln.Tensors;

public static partial class LinearAlgebra
{
    /// <summary>The X with A·X = B, by LU factorization with partial pivoting.</summary>
    /// <param name="a">(…, n, n).</param>
    /// <param name="b">(…, n, k), or a vector (n,).</param>
    /// <returns>(…, n, k), or (…, n) for a vector.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="MissingKernelException">The element type is neither float32 nor float64.</exception>
    /// <exception cref="Numerics.SingularMatrixException">A matrix has no inverse.</exception>
    /// <exception cref="Numerics.NonFiniteMatrixException">There is NaN or infinity.</exception>
    public static Tensor Solve(Tensor a, Tensor b) => SolveOp.Apply(a, b);
}

/// <summary>A·X = B. dL/dB = A⁻ᵀ·Ḡ and dL/dA = −dL/dB·Xᵀ (M. Giles, "Collected matrix derivative results", 2008, section 2.3.1).</summary>
internal static class SolveOp
{
    internal delegate Tensor SolveKernel(Tensor a, Tensor b, bool transpose);

    internal static readonly KernelSlot<SolveKernel> Kernel = new("solve", MatrixBatch.Types, cpu: Forward);

    internal static Tensor Apply(Tensor a, Tensor b)
    {
        MatrixBatch.Check("solve", a, square: true);
        ArgumentNullException.ThrowIfNull(b);
        if (b.Rank == 1)
        {
            return Apply(a, b.ExpandDims(1)).Squeeze(-1);
        }

        CheckRight("solve", a, b);
        (a, b) = MatrixBatch.Align("solve", a, b);
        Tensor x = Kernel.For(a)(a, b, false);
        return Tape.Record("solve", x, [a, b], [a, x], static context =>
        {
            Tensor right = Kernel.For(context.Gradient)(context.Saved(0), context.Gradient, true);
            context.Give(1, right);
            if (context.Needs(0))
            {
                context.Give(0, -right.MatMul(context.Saved(1).T));
            }
        });
    }

    internal static void CheckRight(string op, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(b);
        if (b.Rank < 2 || b.Shape[^2] != a.Shape[^1])
        {
            throw new ShapeException($"{op}: the right side must be (…, {a.Shape[^1]}, k) for matrices {a.Shape}; given {b.Shape}");
        }

        if (a.DType != b.DType)
        {
            throw new DTypeException($"{op}: the matrix is {a.DType.Name()} and the right side {b.DType.Name()}; expected one element type: convert with To");
        }
    }

    private static Tensor Forward(Tensor a, Tensor b, bool transpose)
    {
        Tensor factors = a.CopyRaw();
        Tensor x = b.CopyRaw();
        (int n, int k) = (b.Shape[^2], b.Shape[^1]);
        var pivots = new int[n];
        for (int i = 0; i < MatrixBatch.Count(b) && x.Count > 0; i++)
        {
            if (x.DType == DType.Float32)
            {
                Span<float> lu = factors.Span<float>().Slice(i * n * n, n * n);
                Numerics.Lu.Factor(n, lu, n, pivots, "solve");
                Numerics.Lu.Solve<float>(n, k, lu, n, pivots, x.Span<float>().Slice(i * n * k, n * k), k, transpose);
            }
            else
            {
                Span<double> lu = factors.Span<double>().Slice(i * n * n, n * n);
                Numerics.Lu.Factor(n, lu, n, pivots, "solve");
                Numerics.Lu.Solve<double>(n, k, lu, n, pivots, x.Span<double>().Slice(i * n * k, n * k), k, transpose);
            }
        }

        GC.KeepAlive(factors);
        GC.KeepAlive(x);
        return x;
    }
}
