using Kiln.Numerics;

namespace Kiln.Tensors;

/// <summary>
/// The gradient of A = Q·R. With M = R·R̄ᵀ − Q̄ᵀ·Q and its lower triangle mirrored, S = tril(M) + tril(M, −1)ᵀ, it is Ā = (Q̄ + Q·S)·R⁻ᵀ for at least as many
/// rows as columns (S. Walter and L. Lehmann, "Algorithmic differentiation of linear algebra functions", 2010, arXiv:1001.1654). For fewer rows, A = (X, Y) and
/// R = (U, V): X = Q·U is square, and V = Qᵀ·Y adds Y·V̄ᵀ to Q̄ and gives Ȳ = Q·V̄ (D. Roberts and L. Roberts, "QR and LQ decomposition
/// matrix backpropagation algorithms for square, wide, and deep matrices", arXiv:2009.10071).
/// </summary>
internal static class QrGradient
{
    /// <summary>Refuses to record what has no gradient.</summary>
    internal static void Check(string op, Tensor x, bool full)
    {
        if (full && x.Shape[^2] > x.Shape[^1] && Tape.Wants(x))
        {
            throw new AutogradException(
                $"{op}: the full form of {x.Shape}, with more rows than columns, has no gradient: its last columns of Q are any basis of what is left. Ask for the economic form (full: false), or call x.Detach() first");
        }
    }

    /// <summary>What a gradient of Q gives.</summary>
    internal static Tensor OfQ(string op, Tensor g, Tensor q, Tensor r)
    {
        (int rows, int columns) = (q.Shape[^2], r.Shape[^1]);
        Tensor b = g - q.MatMul(Mirror(g.T.MatMul(q)));
        if (rows >= columns)
        {
            return DivideByTransposed(op, b, r);
        }

        Tensor left = DivideByTransposed(op, b, r.Narrow(-1, 0, rows));
        return Tensor.Concat([left, Tensor.Zeros(MatrixBatch.Lead(q, rows, columns - rows), q.DType)], -1);
    }

    /// <summary>What a gradient of R gives; below its diagonal R is constant.</summary>
    internal static Tensor OfR(string op, Tensor g, Tensor q, Tensor r)
    {
        (int rows, int columns) = (q.Shape[^2], r.Shape[^1]);
        g = g.Triu();
        if (rows >= columns)
        {
            return DivideByTransposed(op, q.MatMul(Mirror(r.MatMul(g.T))), r);
        }

        (Tensor u, Tensor v) = (r.Narrow(-1, 0, rows), r.Narrow(-1, rows, columns - rows));
        (Tensor gu, Tensor gv) = (g.Narrow(-1, 0, rows), g.Narrow(-1, rows, columns - rows));

        // Q is square: Y·V̄ᵀ = Q·(V·V̄ᵀ).
        Tensor product = v.MatMul(gv.T);
        Tensor left = DivideByTransposed(op, q.MatMul(product + Mirror(u.MatMul(gu.T) - product.T)), u);
        return Tensor.Concat([left, q.MatMul(gv)], -1);
    }

    private static Tensor Mirror(Tensor m) => m.Tril() + m.Tril(-1).T;

    // B·R⁻ᵀ.
    private static Tensor DivideByTransposed(string op, Tensor b, Tensor r)
    {
        try
        {
            return SolveTriangularOp.Kernel.For(r)(r, b.T, false, false).T;
        }
        catch (SingularMatrixException exception)
        {
            throw new AutogradException(
                $"{op}: there is no gradient where the first columns are dependent: R[{exception.Pivot}, {exception.Pivot}] is exactly zero, so that Q and R jump with the matrix", exception);
        }
    }
}
