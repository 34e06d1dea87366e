namespace Kiln.Numerics;

public static partial class MatMul
{
    /// <summary>Computes C = activation(op(A)·B [+ C] [+ bias]) with a B that was packed beforehand.</summary>
    /// <param name="m">Rows of op(A) and C.</param>
    /// <param name="a">A: (m, k), or (k, m) when <paramref name="transposeA"/>, where k is <see cref="PackedMatrix{T}.Rows"/>.</param>
    /// <param name="lda">Leading dimension of A.</param>
    /// <param name="transposeA">Whether op(A) is the transpose of what is stored.</param>
    /// <param name="b">B.</param>
    /// <param name="c">C: (m, n), where n is <see cref="PackedMatrix{T}.Columns"/>.</param>
    /// <param name="ldc">Leading dimension of C.</param>
    /// <param name="accumulate">Whether to add to what <paramref name="c"/> holds.</param>
    /// <param name="bias">Empty, or n elements added to every row.</param>
    /// <param name="activation">Applied last.</param>
    /// <exception cref="ArgumentException">A span is too short for its shape, a leading dimension shorter than a row, or m negative.</exception>
    /// <remarks>Equal to the product with the matrix itself within rounding: the order of a sum may differ. The same bits for any number of threads.</remarks>
    public static unsafe void Multiply(
        int m,
        ReadOnlySpan<float> a,
        int lda,
        bool transposeA,
        PackedMatrix<float> b,
        Span<float> c,
        int ldc,
        bool accumulate = false,
        ReadOnlySpan<float> bias = default,
        Activation activation = Activation.None)
    {
        ArgumentNullException.ThrowIfNull(b);
        var (n, k) = (b.Columns, b.Rows);
        MatMulChecks.WithPacked(m, n, k, a.Length, lda, transposeA, c.Length, ldc, bias.Length);
        if (m == 0 || n == 0)
        {
            return;
        }

        fixed (float* pa = a, pc = c, pbias = bias)
        {
            var problem = Problem(m, n, k, pa, lda, transposeA, null, 0, false, pc, ldc, accumulate, pbias, activation);
            problem.Panels = b.Panels;
            Run(problem);
        }

        GC.KeepAlive(b);
    }

    /// <inheritdoc cref="Multiply(int, ReadOnlySpan{float}, int, bool, PackedMatrix{float}, Span{float}, int, bool, ReadOnlySpan{float}, Activation)"/>
    public static unsafe void Multiply(
        int m,
        ReadOnlySpan<double> a,
        int lda,
        bool transposeA,
        PackedMatrix<double> b,
        Span<double> c,
        int ldc,
        bool accumulate = false,
        ReadOnlySpan<double> bias = default,
        Activation activation = Activation.None)
    {
        ArgumentNullException.ThrowIfNull(b);
        var (n, k) = (b.Columns, b.Rows);
        MatMulChecks.WithPacked(m, n, k, a.Length, lda, transposeA, c.Length, ldc, bias.Length);
        if (m == 0 || n == 0)
        {
            return;
        }

        fixed (double* pa = a, pc = c, pbias = bias)
        {
            var problem = Problem(m, n, k, pa, lda, transposeA, null, 0, false, pc, ldc, accumulate, pbias, activation);
            problem.Panels = b.Panels;
            Run(problem);
        }

        GC.KeepAlive(b);
    }
}
