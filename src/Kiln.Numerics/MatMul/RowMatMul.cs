using System.Numerics.Tensors;

namespace Kiln.Numerics;

/// <summary>
/// One row times a matrix that is stored row after row: C += a_k · B[k, ·], eight rows of B at a time. Every element of B is used once, so the time is
/// that of reading B, and memory is fastest when it is read in long runs rather than in panels of a few columns.
/// </summary>
/// <remarks>The sums stay in the first-level cache, as many columns as a task has; each runs over its terms in order.</remarks>
internal static unsafe class RowMatMul<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // 20 µs of reading from the last-level cache, in runs of 6 KB or more: shorter ones stop the prefetcher too often. (Runs of 3 KB took 3 to 4 % longer.)
    private const long SmallestTask = 256 * 1024;
    private const int FewestBytes = 6144;

    // Shorter rows than this do not pay for their sums' way through the first-level cache.
    private const int ShortestRow = 512;

    // The sums of a task stay in the first-level cache.
    private const int MostBytes = 16384;

    // Beyond a last-level cache memory is so far away that the next rows are worth asking for; nearer, asking costs more than it brings.
    private const long FarBytes = 24 << 20;

    /// <summary>Whether this form serves the problem and is the fastest one.</summary>
    public static bool Suits(in MatMulProblem<T> problem) =>
        problem.M == 1 && !problem.TransposeB && problem.N * sizeof(T) >= ShortestRow && problem.K >= 16;

    /// <summary>Whether the columns are too few to share, and the terms enough to share instead.</summary>
    public static bool SharesTerms(in MatMulProblem<T> problem) =>
        Suits(problem) && problem.N * sizeof(T) < 2 * FewestBytes && (long)problem.N * problem.K >= 4 * SmallestTask;

    /// <summary>Computes the product; M is 1, N and K are positive.</summary>
    public static void Run(in MatMulProblem<T> problem)
    {
        var bytes = (long)problem.N * sizeof(T);

        // An even number of tasks, so that two threads end together.
        var fewest = bytes <= MostBytes ? 1 : (bytes + (2 * MostBytes) - 1) / (2 * MostBytes) * 2;
        var wanted = Math.Min((long)problem.N * problem.K / SmallestTask, bytes / FewestBytes) & ~1L;
        var tasks = (int)Math.Max(fewest, wanted);
        var body = new Body { Problem = problem, Tasks = tasks, IsFar = bytes * problem.K > FarBytes };
        if (tasks == 1)
        {
            body.Invoke(0);
        }
        else
        {
            WorkerTeam.Run(tasks, body);
        }
    }

    private struct Body : ITileBody
    {
        public MatMulProblem<T> Problem;
        public int Tasks;
        public bool IsFar;

        public readonly void Invoke(int tile)
        {
            var vectors = (Problem.N + TLanes.Count - 1) / TLanes.Count;
            var first = (int)((long)vectors * tile / Tasks) * TLanes.Count;
            var end = Math.Min(Problem.N, (int)((long)vectors * (tile + 1) / Tasks) * TLanes.Count);
            var columns = end - first;
            var c = Problem.C + first;
            if (!Problem.Accumulate)
            {
                new Span<T>(c, columns).Clear();
            }

            var a = Problem.A;
            var b = Problem.B + first;
            var term = 0;
            for (; term + 8 <= Problem.K; term += 8)
            {
                if (IsFar)
                {
                    RowKernels<T, TVector, TLanes>.Add8Ahead(a, Problem.AStep, b, Problem.Ldb, c, columns);
                }
                else
                {
                    RowKernels<T, TVector, TLanes>.Add8(a, Problem.AStep, b, Problem.Ldb, c, columns);
                }

                a += 8 * Problem.AStep;
                b += 8 * Problem.Ldb;
            }

            if (term + 4 <= Problem.K)
            {
                RowKernels<T, TVector, TLanes>.Add4(a, Problem.AStep, b, Problem.Ldb, c, columns);
                term += 4;
                a += 4 * Problem.AStep;
                b += 4 * Problem.Ldb;
            }

            for (; term < Problem.K; term++)
            {
                RowKernels<T, TVector, TLanes>.Add1(a, b, c, columns);
                a += Problem.AStep;
                b += Problem.Ldb;
            }

            if (Problem.Bias != null)
            {
                var sums = new Span<T>(c, columns);
                TensorPrimitives.Add(sums, new ReadOnlySpan<T>(Problem.Bias + first, columns), sums);
            }

            Epilogue.Activate(c, columns, Problem.Activation);
        }
    }
}
