using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>The matrix product of row-major matrices: C = activation(op(A)·op(B) [+ C] [+ bias]).</summary>
/// <remarks>
/// op(A) is M × K and op(B) is K × N, where op is the identity or the transpose. A leading dimension is the number of elements from one
/// stored row to the next; it may exceed the row's length, so that parts of larger matrices serve as operands. C must not overlap A or
/// B. The result has the same bits for any <see cref="WorkerTeam.ThreadCount"/>. NaN and infinity propagate as in a plain
/// loop. The path is chosen by <see cref="InstructionSets.Current"/>.
/// </remarks>
public static partial class MatMul
{
    /// <summary>Computes C = activation(op(A)·op(B) [+ C] [+ bias]).</summary>
    /// <param name="m">Rows of op(A) and C.</param>
    /// <param name="n">Columns of op(B) and C.</param>
    /// <param name="k">Columns of op(A) and rows of op(B); with 0 the product is zero.</param>
    /// <param name="a">A: (m, k), or (k, m) when <paramref name="transposeA"/>.</param>
    /// <param name="lda">Leading dimension of A.</param>
    /// <param name="transposeA">Whether op(A) is the transpose of what is stored.</param>
    /// <param name="b">B: (k, n), or (n, k) when <paramref name="transposeB"/>.</param>
    /// <param name="ldb">Leading dimension of B.</param>
    /// <param name="transposeB">Whether op(B) is the transpose of what is stored.</param>
    /// <param name="c">C: (m, n).</param>
    /// <param name="ldc">Leading dimension of C.</param>
    /// <param name="accumulate">Whether to add to what <paramref name="c"/> holds.</param>
    /// <param name="bias">Empty, or n elements added to every row.</param>
    /// <param name="activation">Applied last.</param>
    /// <exception cref="ArgumentException">A span is too short for its shape, a leading dimension shorter than a row, or an extent negative.</exception>
    public static unsafe void Multiply(
        int m,
        int n,
        int k,
        ReadOnlySpan<float> a,
        int lda,
        bool transposeA,
        ReadOnlySpan<float> b,
        int ldb,
        bool transposeB,
        Span<float> c,
        int ldc,
        bool accumulate = false,
        ReadOnlySpan<float> bias = default,
        Activation activation = Activation.None)
    {
        MatMulChecks.Operands(m, n, k, a.Length, lda, transposeA, b.Length, ldb, transposeB, c.Length, ldc, bias.Length);
        if (m == 0 || n == 0)
        {
            return;
        }

        fixed (float* pa = a, pb = b, pc = c, pbias = bias)
        {
            Run(Problem(m, n, k, pa, lda, transposeA, pb, ldb, transposeB, pc, ldc, accumulate, pbias, activation));
        }
    }

    /// <inheritdoc cref="Multiply(int, int, int, ReadOnlySpan{float}, int, bool, ReadOnlySpan{float}, int, bool, Span{float}, int, bool, ReadOnlySpan{float}, Activation)"/>
    public static unsafe void Multiply(
        int m,
        int n,
        int k,
        ReadOnlySpan<double> a,
        int lda,
        bool transposeA,
        ReadOnlySpan<double> b,
        int ldb,
        bool transposeB,
        Span<double> c,
        int ldc,
        bool accumulate = false,
        ReadOnlySpan<double> bias = default,
        Activation activation = Activation.None)
    {
        MatMulChecks.Operands(m, n, k, a.Length, lda, transposeA, b.Length, ldb, transposeB, c.Length, ldc, bias.Length);
        if (m == 0 || n == 0)
        {
            return;
        }

        fixed (double* pa = a, pb = b, pc = c, pbias = bias)
        {
            Run(Problem(m, n, k, pa, lda, transposeA, pb, ldb, transposeB, pc, ldc, accumulate, pbias, activation));
        }
    }

    internal static void Run(in MatMulProblem<float> problem)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512:
                MatMulRouter<float, Vector512<float>, Single512Lanes>.Run(problem);
                break;
            case InstructionSet.Avx2:
                MatMulRouter<float, Vector256<float>, Single256Lanes>.Run(problem);
                break;
            case InstructionSet.Vector128:
                MatMulRouter<float, Vector128<float>, Single128Lanes>.Run(problem);
                break;
            default:
                MatMulRouter<float, float, SingleScalarLanes>.Run(problem);
                break;
        }
    }

    internal static void Run(in MatMulProblem<double> problem)
    {
        switch (InstructionSets.Current)
        {
            case InstructionSet.Avx512:
                MatMulRouter<double, Vector512<double>, Double512Lanes>.Run(problem);
                break;
            case InstructionSet.Avx2:
                MatMulRouter<double, Vector256<double>, Double256Lanes>.Run(problem);
                break;
            case InstructionSet.Vector128:
                MatMulRouter<double, Vector128<double>, Double128Lanes>.Run(problem);
                break;
            default:
                MatMulRouter<double, double, DoubleScalarLanes>.Run(problem);
                break;
        }
    }

    private static unsafe MatMulProblem<T> Problem<T>(
        int m,
        int n,
        int k,
        T* a,
        int lda,
        bool transposeA,
        T* b,
        int ldb,
        bool transposeB,
        T* c,
        int ldc,
        bool accumulate,
        T* bias,
        Activation activation)
        where T : unmanaged => new()
        {
            M = m,
            N = n,
            K = k,
            A = a,
            ARow = transposeA ? 1 : lda,
            AStep = transposeA ? lda : 1,
            B = b,
            Ldb = ldb,
            TransposeB = transposeB,
            C = c,
            Ldc = ldc,
            Accumulate = accumulate,
            Bias = bias,
            Activation = activation,
        };
}
