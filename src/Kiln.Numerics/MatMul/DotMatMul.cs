using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// The matrix product A·Bᵀ for few rows of A, both stored with the terms of the sum adjacent. B is read once and in place, where turning it
/// into panels would cost more than the product itself.
/// </summary>
internal static unsafe class DotMatMul<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const long SmallestTask = 64 * 1024;
    private const int WantedTasks = 32;

    // The next four columns are asked for while these are read when each is too short for the processor to foresee the rest: for longer ones that took up to a quarter
    // of the time.
    private const int ColumnsAhead = 4;
    private const int ShortBytes = 2048;

    // Groups of four columns that a kernel computes at once: calls and what follows them were a tenth of the time of two rows.
    private const int GroupsTogether = 16;

    /// <summary>Whether this form serves the problem and is the faster one.</summary>
    public static bool Suits(in MatMulProblem<T> problem) =>
        problem.TransposeB && (problem.AStep == 1 || problem.K == 1) && problem.M <= MostRows(problem.K);

    /// <summary>Computes the product; M, N and K are positive.</summary>
    public static void Run(in MatMulProblem<T> problem)
    {
        var groups = (problem.N + 3) / 4;
        var work = (long)problem.M * problem.N * problem.K;
        var tasks = (int)Math.Clamp(work / SmallestTask, 1, Math.Min(groups, WantedTasks));
        WorkerTeam.Run(tasks, new Body { Problem = problem, Groups = groups, Tasks = tasks });
    }

    // Adding up the lanes at the end is a fixed cost per sum, so short sums favour panels sooner.
    private static int MostRows(int terms) => terms >= 8 * TLanes.Count ? 24 : 8;

    private struct Body : ITileBody
    {
        public MatMulProblem<T> Problem;
        public int Groups;
        public int Tasks;

        public readonly void Invoke(int tile)
        {
            var first = (int)((long)Groups * tile / Tasks);
            var end = (int)((long)Groups * (tile + 1) / Tasks);
            var most = Math.Min(4, TLanes.MaxRows(4));

            // More rows than one kernel takes read each group of columns again while it is in the first-level cache.
            var together = Problem.M <= most ? GroupsTogether : 1;
            var ahead = Problem.K * sizeof(T) <= ShortBytes ? ColumnsAhead * Problem.Ldb : 0;
            var sums = stackalloc T[GroupsTogether * 16];
            for (var group = first; group < end;)
            {
                // Beyond the last column the last one is computed again and dropped.
                var column = group * 4;
                var last = Problem.N - 1;
                var groups = Math.Clamp((Problem.N / 4) - group, 1, Math.Min(together, end - group));
                var b0 = Problem.B + (column * Problem.Ldb);
                var b1 = Problem.B + (Math.Min(column + 1, last) * Problem.Ldb);
                var b2 = Problem.B + (Math.Min(column + 2, last) * Problem.Ldb);
                var b3 = Problem.B + (Math.Min(column + 3, last) * Problem.Ldb);
                for (var row = 0; row < Problem.M;)
                {
                    var rows = Math.Min(most, Problem.M - row);
                    DotKernels<T, TVector, TLanes>.Run(
                        rows, Problem.A + (row * Problem.ARow), Problem.ARow, b0, b1, b2, b3, 4 * Problem.Ldb, groups, row == 0 ? ahead : 0, Problem.K, sums);
                    for (var i = 0; i < groups; i++)
                    {
                        Finish(row, rows, column + (i * 4), sums + (i * rows * 4));
                    }

                    row += rows;
                }

                group += groups;
            }

            if (Problem.Activation is not (Activation.None or Activation.ReLU))
            {
                var column = first * 4;
                var columns = Math.Min(Problem.N, end * 4) - column;
                for (var row = 0; row < Problem.M; row++)
                {
                    Epilogue.Activate(Problem.C + (row * Problem.Ldc) + column, columns, Problem.Activation);
                }
            }
        }

        private readonly void Finish(int row, int rows, int column, T* sums)
        {
            var columns = Math.Min(4, Problem.N - column);
            var isPlain = !Problem.Accumulate && Problem.Bias == null && Problem.Activation != Activation.ReLU;
            for (var i = 0; i < rows; i++)
            {
                var c = Problem.C + ((row + i) * Problem.Ldc) + column;
                if (isPlain && columns == 4)
                {
                    Unsafe.CopyBlockUnaligned(c, sums + (i * 4), (uint)(4 * sizeof(T)));
                    continue;
                }

                if (isPlain)
                {
                    Unsafe.CopyBlockUnaligned(c, sums + (i * 4), (uint)(columns * sizeof(T)));
                    continue;
                }

                for (var j = 0; j < columns; j++)
                {
                    var sum = sums[(i * 4) + j];
                    if (Problem.Accumulate)
                    {
                        sum += c[j];
                    }

                    if (Problem.Bias != null)
                    {
                        sum += Problem.Bias[column + j];
                    }

                    c[j] = Problem.Activation == Activation.ReLU && sum < T.Zero ? T.Zero : sum;
                }
            }
        }
    }
}
