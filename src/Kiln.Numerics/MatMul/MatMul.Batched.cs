namespace Kiln.Numerics;

public static partial class MatMul
{
    // Products are shared out whole when there are enough of them, so that each runs on one core with its operands in that core's cache;
    // few large ones are done one after another, each by all threads. Both follow from the shape alone.
    private const int ManyProducts = 8;
    private const int MostTasks = 64;
    private const long SmallestTask = 64 * 1024;

    /// <summary>Computes <paramref name="batch"/> products, C[i] = activation(op(A[i])·op(B[i]) [+ C[i]] [+ bias]).</summary>
    /// <param name="batch">Number of products.</param>
    /// <param name="m">Rows of op(A) and C.</param>
    /// <param name="n">Columns of op(B) and C.</param>
    /// <param name="k">Columns of op(A) and rows of op(B); with 0 the product is zero.</param>
    /// <param name="a">The matrices A: (m, k), or (k, m) when <paramref name="transposeA"/>.</param>
    /// <param name="lda">Leading dimension of A.</param>
    /// <param name="transposeA">Whether op(A) is the transpose of what is stored.</param>
    /// <param name="strideA">Elements from one A to the next; 0 uses one A for all.</param>
    /// <param name="b">The matrices B: (k, n), or (n, k) when <paramref name="transposeB"/>.</param>
    /// <param name="ldb">Leading dimension of B.</param>
    /// <param name="transposeB">Whether op(B) is the transpose of what is stored.</param>
    /// <param name="strideB">Elements from one B to the next; 0 uses one B for all.</param>
    /// <param name="c">The matrices C: (m, n).</param>
    /// <param name="ldc">Leading dimension of C.</param>
    /// <param name="strideC">Elements from one C to the next; the matrices must not overlap.</param>
    /// <param name="accumulate">Whether to add to what <paramref name="c"/> holds.</param>
    /// <param name="bias">Empty, or n elements added to every row.</param>
    /// <param name="activation">Applied last.</param>
    /// <exception cref="ArgumentException">A span is too short for its shape, a leading dimension shorter than a row, or an extent or stride negative.</exception>
    public static unsafe void MultiplyBatched(
        int batch,
        int m,
        int n,
        int k,
        ReadOnlySpan<float> a,
        int lda,
        bool transposeA,
        long strideA,
        ReadOnlySpan<float> b,
        int ldb,
        bool transposeB,
        long strideB,
        Span<float> c,
        int ldc,
        long strideC,
        bool accumulate = false,
        ReadOnlySpan<float> bias = default,
        Activation activation = Activation.None)
    {
        MatMulChecks.Batches(
            batch, m, n, k, a.Length, lda, transposeA, strideA, b.Length, ldb, transposeB, strideB, c.Length, ldc, strideC, bias.Length);
        if (batch == 0 || m == 0 || n == 0)
        {
            return;
        }

        fixed (float* pa = a, pb = b, pc = c, pbias = bias)
        {
            RunBatch(new SingleBatch
            {
                First = Problem(m, n, k, pa, lda, transposeA, pb, ldb, transposeB, pc, ldc, accumulate, pbias, activation),
                Count = batch,
                StrideA = (nint)strideA,
                StrideB = (nint)strideB,
                StrideC = (nint)strideC,
            });
        }
    }

    /// <inheritdoc cref="MultiplyBatched(int, int, int, int, ReadOnlySpan{float}, int, bool, long, ReadOnlySpan{float}, int, bool, long, Span{float}, int, long, bool, ReadOnlySpan{float}, Activation)"/>
    public static unsafe void MultiplyBatched(
        int batch,
        int m,
        int n,
        int k,
        ReadOnlySpan<double> a,
        int lda,
        bool transposeA,
        long strideA,
        ReadOnlySpan<double> b,
        int ldb,
        bool transposeB,
        long strideB,
        Span<double> c,
        int ldc,
        long strideC,
        bool accumulate = false,
        ReadOnlySpan<double> bias = default,
        Activation activation = Activation.None)
    {
        MatMulChecks.Batches(
            batch, m, n, k, a.Length, lda, transposeA, strideA, b.Length, ldb, transposeB, strideB, c.Length, ldc, strideC, bias.Length);
        if (batch == 0 || m == 0 || n == 0)
        {
            return;
        }

        fixed (double* pa = a, pb = b, pc = c, pbias = bias)
        {
            RunBatch(new DoubleBatch
            {
                First = Problem(m, n, k, pa, lda, transposeA, pb, ldb, transposeB, pc, ldc, accumulate, pbias, activation),
                Count = batch,
                StrideA = (nint)strideA,
                StrideB = (nint)strideB,
                StrideC = (nint)strideC,
            });
        }
    }

    private static void RunBatch(SingleBatch batch)
    {
        batch.Tasks = BatchTasks(batch.Count, batch.First.M, batch.First.N, batch.First.K);
        if (batch.Tasks > 0)
        {
            WorkerTeam.Run(batch.Tasks, batch);
        }
        else
        {
            batch.RunRange(0, batch.Count);
        }
    }

    private unsafe struct SingleBatch : ITileBody
    {
        public MatMulProblem<float> First;
        public int Count;
        public int Tasks;
        public nint StrideA;
        public nint StrideB;
        public nint StrideC;

        public readonly void Invoke(int tile) =>
            RunRange((int)((long)Count * tile / Tasks), (int)((long)Count * (tile + 1) / Tasks));

        public readonly void RunRange(int first, int end)
        {
            for (var i = first; i < end; i++)
            {
                var problem = First;
                problem.A += i * StrideA;
                problem.B += i * StrideB;
                problem.C += i * StrideC;
                Run(problem);
            }
        }
    }

    private static void RunBatch(DoubleBatch batch)
    {
        batch.Tasks = BatchTasks(batch.Count, batch.First.M, batch.First.N, batch.First.K);
        if (batch.Tasks > 0)
        {
            WorkerTeam.Run(batch.Tasks, batch);
        }
        else
        {
            batch.RunRange(0, batch.Count);
        }
    }

    private unsafe struct DoubleBatch : ITileBody
    {
        public MatMulProblem<double> First;
        public int Count;
        public int Tasks;
        public nint StrideA;
        public nint StrideB;
        public nint StrideC;

        public readonly void Invoke(int tile) =>
            RunRange((int)((long)Count * tile / Tasks), (int)((long)Count * (tile + 1) / Tasks));

        public readonly void RunRange(int first, int end)
        {
            for (var i = first; i < end; i++)
            {
                var problem = First;
                problem.A += i * StrideA;
                problem.B += i * StrideB;
                problem.C += i * StrideC;
                Run(problem);
            }
        }
    }

    private static int BatchTasks(int count, int m, int n, int k)
    {
        if (count < ManyProducts)
        {
            return 0;
        }

        var work = (long)m * n * Math.Max(k, 1) * count;
        return (int)Math.Clamp(work / SmallestTask, 1, Math.Min(count, MostTasks));
    }
}
