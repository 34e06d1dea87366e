using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// One row times a matrix that is stored row after row: C += a_k · B[k, ·], four rows of B at a time. Every element of B is used once, so the time is
/// that of reading B, and memory is fastest when it is read in long runs rather than in panels of a few columns.
/// </summary>
/// <remarks>The sums stay in the first-level cache, as many columns as a task has; each runs over its terms in order.</remarks>
internal static unsafe class RowMatMul<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // 20 µs of reading from the last-level cache, in runs of 3 KB or more: shorter ones stop the prefetcher too often.
    private const long SmallestTask = 256 * 1024;
    private const int FewestBytes = 3072;

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
        Suits(problem) && problem.N * sizeof(T) < 2 * FewestBytes && (long)problem.N * problem.K > 4 * SmallestTask;

    /// <summary>Computes the product; M is 1, N and K are positive.</summary>
    public static void Run(in MatMulProblem<T> problem)
    {
        var bytes = (long)problem.N * sizeof(T);
        var fewest = (int)((bytes + MostBytes - 1) / MostBytes);
        var tasks = (int)Math.Clamp((long)problem.N * problem.K / SmallestTask, fewest, Math.Max(fewest, bytes / FewestBytes));
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
            for (; term + 4 <= Problem.K; term += 4)
            {
                Add4(a, Problem.AStep, b, Problem.Ldb, c, columns, IsFar);
                a += 4 * Problem.AStep;
                b += 4 * Problem.Ldb;
            }

            for (; term < Problem.K; term++)
            {
                Add1(a, b, c, columns);
                a += Problem.AStep;
                b += Problem.Ldb;
            }

            if (Problem.Bias != null)
            {
                AddBias(c, Problem.Bias + first, columns);
            }

            Epilogue.Activate(c, columns, Problem.Activation);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Add4(T* a, nint aStep, T* b, nint ldb, T* c, nint columns, bool isFar)
        {
            var x0 = TLanes.Broadcast(a);
            var x1 = TLanes.Broadcast(a + aStep);
            var x2 = TLanes.Broadcast(a + (2 * aStep));
            var x3 = TLanes.Broadcast(a + (3 * aStep));
            var ldb2 = 2 * ldb;
            var ldb3 = 3 * ldb;
            var ahead = b + (4 * ldb);
            nint column = 0;
            for (; column + TLanes.Count <= columns; column += TLanes.Count)
            {
                if (isFar && column % (64 / sizeof(T)) == 0)
                {
                    TLanes.PrefetchFar(ahead);
                    TLanes.PrefetchFar(ahead + ldb);
                    TLanes.PrefetchFar(ahead + ldb2);
                    TLanes.PrefetchFar(ahead + ldb3);
                    ahead += 64 / sizeof(T);
                }

                var sum = TLanes.MultiplyAdd(x0, TLanes.Load(b), TLanes.Load(c));
                sum = TLanes.MultiplyAdd(x1, TLanes.Load(b + ldb), sum);
                sum = TLanes.MultiplyAdd(x2, TLanes.Load(b + ldb2), sum);
                sum = TLanes.MultiplyAdd(x3, TLanes.Load(b + ldb3), sum);
                TLanes.Store(c, sum);
                b += TLanes.Count;
                c += TLanes.Count;
            }

            if (column < columns)
            {
                var lanes = (int)(columns - column);
                var mask = TLanes.FirstLanes(lanes);
                var sum = TLanes.MultiplyAdd(x0, TLanes.LoadFirst(b, mask, lanes), TLanes.LoadFirst(c, mask, lanes));
                sum = TLanes.MultiplyAdd(x1, TLanes.LoadFirst(b + ldb, mask, lanes), sum);
                sum = TLanes.MultiplyAdd(x2, TLanes.LoadFirst(b + ldb2, mask, lanes), sum);
                sum = TLanes.MultiplyAdd(x3, TLanes.LoadFirst(b + ldb3, mask, lanes), sum);
                TLanes.StoreFirst(c, mask, lanes, sum);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Add1(T* a, T* b, T* c, nint columns)
        {
            var x = TLanes.Broadcast(a);
            nint column = 0;
            for (; column + TLanes.Count <= columns; column += TLanes.Count)
            {
                TLanes.Store(c + column, TLanes.MultiplyAdd(x, TLanes.Load(b + column), TLanes.Load(c + column)));
            }

            if (column < columns)
            {
                var lanes = (int)(columns - column);
                var mask = TLanes.FirstLanes(lanes);
                var sum = TLanes.MultiplyAdd(x, TLanes.LoadFirst(b + column, mask, lanes), TLanes.LoadFirst(c + column, mask, lanes));
                TLanes.StoreFirst(c + column, mask, lanes, sum);
            }
        }

        private static void AddBias(T* c, T* bias, int columns)
        {
            for (var column = 0; column < columns; column++)
            {
                c[column] += bias[column];
            }
        }
    }
}
