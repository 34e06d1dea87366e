namespace Kiln.Numerics;

/// <summary>
/// The product of many rows by many columns. A task takes some rows over all columns: it keeps them, copied tile by tile, in its second-level cache
/// while the panels of B pass by, and walks the terms block by block. This is the plan; <see cref="RowBlockTask{T, TVector, TLanes}"/> the work.
/// </summary>
/// <remarks>
/// <para>
/// Everything that comes from afar comes while kernels compute: the first panel's kernels fetch the rows that the next tile's copy will read, the others
/// a part each of the panel after theirs. B is packed once, by the kernels of the first tiles of rows, which read it where it lies; turning B is a
/// pass of its own.
/// </para>
/// <para>
/// Every sum runs over its terms in one order, whichever thread has the task, and the cut into tasks follows from the shape alone:
/// the same bits for any number of threads.
/// </para>
/// <para>
/// The scheme is that of K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34(3), 2008, with both
/// packing passes folded into the product.
/// </para>
/// </remarks>
internal static unsafe class RowBlockMatMul<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // With fewer columns the copy of A shows; with fewer rows B is packed for too little.
    private const int FewestPanels = 16;
    private const int FewestRows = 336;
    private const int FewestTerms = 64;

    // Rows that are one run of memory of this size stay in the second-level cache as they are.
    private const long NearBytes = 1 << 20;

    // 56 to 112 rows of 3 KB are within 2 %: a third of a second-level cache of 1 MB beside two panels of 96 KB. More terms would push them out, fewer
    // add passes over C.
    private const int BlockBytes = 3072;
    private const int MostRowsOfTask = 112;
    private const int FewestRowsOfTask = 42;
    private const int WantedTasks = 16;

    // The tasks that pack B copy the same rows each, so those are few, and as many for each of two or four threads.
    private const int PackingTiles = 4;
    private const int PanelsOfPackingTask = 8;

    // Panels of B stay within a share of the last-level cache; with more terms or columns, some follow others.
    private const long PanelBytes = 24 << 20;

    /// <summary>Whether this form serves the problem and is the fastest one.</summary>
    public static bool Suits(in MatMulProblem<T> problem) =>
        problem.M >= FewestRows && problem.K >= FewestTerms && problem.N >= FewestPanels * PanelLayout<T>.Widest && !IsNear(problem);

    /// <summary>Computes the product; M, N and K are positive.</summary>
    public static void Run(in MatMulProblem<T> problem)
    {
        var terms = TermsOfBlock(problem.K);
        if (problem.Panels != null)
        {
            var all = Plan(problem, terms);
            all.Panels = problem.Panels;
            all.PanelTerms = problem.K;
            RunRows(all, 0);
            return;
        }

        var widest = PanelLayout<T>.Widest;
        var columns = Even(problem.N, (int)Math.Min(problem.N + widest, PanelBytes / sizeof(T) / terms), widest);
        var blocks = (problem.K + terms - 1) / terms;
        var together = (int)Math.Clamp(PanelBytes / sizeof(T) / ((long)terms * columns), 1, blocks) * terms;
        using var panels = Scratch.Rent<T>((nint)Math.Min(problem.K, together) * PanelLayout<T>.Padded(columns));
        for (var column = 0; column < problem.N; column += columns)
        {
            var part = problem;
            part.N = Math.Min(columns, problem.N - column);
            part.B += problem.TransposeB ? column * problem.Ldb : column;
            part.C += column;
            part.Bias = problem.Bias == null ? null : problem.Bias + column;
            var task = Plan(part, terms);
            task.Panels = (T*)panels.Pointer;
            for (var term = 0; term < problem.K; term += together)
            {
                task.FirstTerm = term;
                task.EndTerm = Math.Min(problem.K, term + together);
                task.PanelTerms = task.EndTerm - term;
                RunRows(task, PackPanels(task));
            }
        }
    }

    private static bool IsNear(in MatMulProblem<T> problem) =>
        problem.AStep == 1 && problem.ARow == TermsOfBlock(problem.K) && (long)problem.M * problem.K * sizeof(T) <= NearBytes;

    private static RowBlockTask<T, TVector, TLanes> Plan(in MatMulProblem<T> problem, int terms)
    {
        var height = TLanes.MaxRows(2);
        return new RowBlockTask<T, TVector, TLanes>
        {
            Problem = problem,
            Tiles = new(problem.M, (problem.M + height - 1) / height),
            BlockTerms = terms,
            EndTerm = problem.K,
        };
    }

    // Packs B, with the product for the first tiles when its columns are adjacent; returns how many tiles that were.
    private static int PackPanels(RowBlockTask<T, TVector, TLanes> task)
    {
        var problem = task.Problem;
        if (problem.TransposeB)
        {
            PanelPackingBody<T>.Run(problem.B + task.FirstTerm, problem.Ldb, true, task.PanelTerms, problem.N, task.Panels);
            return 0;
        }

        task.Packs = true;
        task.EndTile = PackingTiles;
        task.RowTasks = 1;
        var panels = (problem.N + PanelLayout<T>.Widest - 1) / PanelLayout<T>.Widest;
        task.ColumnTasks = Math.Min(WantedTasks, ((panels / PanelsOfPackingTask) + 3) & ~3);
        WorkerTeam.Run(task.ColumnTasks, task);
        return PackingTiles;
    }

    private static void RunRows(RowBlockTask<T, TVector, TLanes> task, int firstTile)
    {
        task.Packs = false;
        task.FirstTile = firstTile;
        task.EndTile = task.Tiles.Count;
        task.ColumnTasks = 1;
        task.RowTasks = CountOfTasks(task.EndTile - firstTile);
        WorkerTeam.Run(task.RowTasks, task);
    }

    // As many for each of two, four or eight threads, and for sixteen where there are rows enough.
    private static int CountOfTasks(int tiles)
    {
        var rows = tiles * TLanes.MaxRows(2);
        if (rows >= MostRowsOfTask * WantedTasks)
        {
            return (rows + (MostRowsOfTask * WantedTasks) - 1) / (MostRowsOfTask * WantedTasks) * WantedTasks;
        }

        return Math.Min(WantedTasks, ((rows / FewestRowsOfTask) + 3) & ~3);
    }

    // Blocks of nearly equal length, that begin where a cache line does when the matrix does.
    private static int TermsOfBlock(int terms)
    {
        var most = BlockBytes / sizeof(T);
        return terms <= most ? terms : Even(terms, most, 16);
    }

    // The length, a multiple of a unit, of nearly equal parts of at most (rounded up) so many.
    private static int Even(int count, int most, int unit)
    {
        var parts = (count + most - 1) / most;
        return ((count + parts - 1) / parts + unit - 1) / unit * unit;
    }
}
