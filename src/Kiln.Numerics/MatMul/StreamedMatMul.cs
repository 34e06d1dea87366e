namespace Kiln.Numerics;

/// <summary>
/// The product of many rows that lie one after the other in memory: a block of B stays in the second-level cache, and the rows of A pass by where they
/// lie, a tile of them over all columns of the block before the next. This is the plan; <see cref="StreamedTask{T, TVector, TLanes}"/> the work.
/// </summary>
/// <remarks>
/// <para>
/// Of the two operands A is the one that a tile reads less of (14 elements for each term where it reads 32 of B), so it is the one to stream: beside the
/// other order, in which rows of A stay and panels of B pass by, half as much comes from the last-level cache, C is written row by row, and
/// nothing of A is copied.
/// </para>
/// <para>
/// Rows whose distance is a multiple of 2 KB fall onto one or two sets of a first-level cache of eight ways, in which the fourteen of a tile evict one
/// another. Then tiles are six rows high and four vectors wide, which pays when B is packed already; else the other order is as fast.
/// </para>
/// <para>Every sum runs over its terms in one order, and the cut into tasks follows from the shape: the same bits for any number of threads.</para>
/// </remarks>
internal static unsafe class StreamedMatMul<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // A block of B of up to 0.6 MB in a second-level cache of 1 MB. Terms are many, since each block of them reads and writes C.
    private const int BlockTermBytes = 4096;
    private const int BlockBytes = 640 << 10;

    // The first tile of a task packs its block, which takes about twice the time of a tile; a task has enough others to make up for it.
    private const int FewestRows = 512;
    private const int FewestRowsOfTask = 224;

    // A smaller B stays in the cache as it is.
    private const long NearBytes = 256 << 10;

    // A larger A comes from memory each time it passes, where copies of its blocks would stay in the last-level cache.
    private const long FarBytes = 6 << 20;

    private const int WantedTasks = 16;
    private const int CollidingBytes = 2048;

    /// <summary>Whether this form serves the problem and is the fastest one.</summary>
    public static bool Suits(in MatMulProblem<T> problem) =>
        problem.M >= FewestRows && problem.AStep == 1 && (problem.Panels != null || (!problem.TransposeB && !Collides(problem)))
        && (long)problem.K * problem.N * sizeof(T) > NearBytes && (long)problem.K * problem.M * sizeof(T) <= FarBytes;

    /// <summary>Computes the product; M, N and K are positive.</summary>
    public static void Run(in MatMulProblem<T> problem)
    {
        var widest = Collides(problem) ? 4 : 2;
        var width = widest * TLanes.Count;
        var terms = TermsOfBlock(problem.K);
        var panels = (problem.N + width - 1) / width;
        var together = Math.Max(1, BlockBytes / (terms * sizeof(T)) / width);
        var columnTasks = (panels + together - 1) / together;
        var rowTasks = Math.Clamp((WantedTasks + columnTasks - 1) / columnTasks, 1, problem.M / FewestRowsOfTask);
        WorkerTeam.Run(rowTasks * columnTasks, new StreamedTask<T, TVector, TLanes>
        {
            Problem = problem,
            Widest = widest,
            Panels = panels,
            RowTasks = rowTasks,
            ColumnTasks = columnTasks,
            BlockTerms = terms,
        });
    }

    private static bool Collides(in MatMulProblem<T> problem) => problem.ARow * sizeof(T) % CollidingBytes == 0 && TLanes.MaxRows(2) > 8;

    // Blocks of nearly equal length, that begin where a cache line does when the matrix does.
    private static int TermsOfBlock(int terms)
    {
        var most = BlockTermBytes / sizeof(T);
        var blocks = (terms + most - 1) / most;
        return blocks == 1 ? terms : (((terms + blocks - 1) / blocks) + 15) & ~15;
    }
}
