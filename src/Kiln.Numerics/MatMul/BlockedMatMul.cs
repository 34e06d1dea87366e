namespace Kiln.Numerics;

/// <summary>
/// The matrix product in blocks. Work is cut into tasks of some rows by some columns; a task walks the terms in blocks that keep its
/// operands in cache, and within a block runs one kernel per (panel of columns, tile of rows). This is the plan; <see cref="BlockedTask{T, TVector, TLanes}"/> the work.
/// </summary>
/// <remarks>
/// <para>
/// The rows of A of a task (<see cref="BlockRows"/> × <see cref="BlockBytes"/>) stay in the second-level cache while the panels of B pass by. With few
/// rows B needs no packing pass: the kernel for the first tile of rows reads a panel where it lies, each line once and fetched well ahead, and leaves
/// a copy for the other tiles, which costs two stores among some thirty instructions. With more rows B is packed beforehand. Many rows by many columns
/// are left to <see cref="RowBlockMatMul{T, TVector, TLanes}"/>.
/// </para>
/// <para>
/// Every sum runs over its terms in one order, whichever thread has the task, and the cut into tasks follows from the shape alone:
/// the same bits for any number of threads.
/// </para>
/// <para>
/// The scheme is that of K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34(3), 2008, with
/// the packing of B folded into the product for few rows, and A left in place where its rows do not fall onto the same cache sets.
/// </para>
/// </remarks>
internal static unsafe class BlockedMatMul<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // 196 rows of 3 KB: 0.6 MB of a second-level cache of 1 MB. More terms would push the rows out, fewer add passes over C.
    private const int BlockRows = 208;
    private const int BlockBytes = 3072;

    // Tasks of 5 µs and more, enough of them for the threads to share evenly, and more than 16 only when each still takes about 0.3 ms.
    private const long SmallestTask = 256 * 1024;
    private const int WantedTasks = 16;
    private const int MostTasks = 64;
    private const long LargeTask = 16 << 20;

    // The copy of a block of A stays within a share of the last-level cache; with more rows, some rows follow others.
    private const long CopyBytes = 12 << 20;

    // A B of this size is read in place by all tiles: it stays in the second-level cache, and a copy would take as long as it saves.
    private const int NearBytes = 192 * 1024;

    // More than a second-level cache holds.
    private const long FarBytes = 1 << 20;

    // With this many rows a pass that packs B costs less than the first tiles of all blocks lose by reading it where it lies; turning B is
    // dearer than copying it, and is done once where it would be done twice.
    private const int PackedRows = 8 * BlockRows;
    private const int TurnedRows = 2 * BlockRows;
    private const long PackedBytes = 24 << 20;

    /// <summary>Computes the product; M, N and K are positive.</summary>
    public static void Run(in MatMulProblem<T> problem)
    {
        if (RowBlockMatMul<T, TVector, TLanes>.Suits(problem))
        {
            RowBlockMatMul<T, TVector, TLanes>.Run(problem);
        }
        else if (problem.Panels == null && problem.M >= (problem.TransposeB ? TurnedRows : PackedRows)
            && (long)problem.K * PanelLayout<T>.Padded(problem.N) * sizeof(T) <= PackedBytes)
        {
            RunPacked(problem);
        }
        else
        {
            RunAsStored(problem);
        }
    }

    private static void RunPacked(MatMulProblem<T> problem)
    {
        using var panels = Scratch.Rent<T>((nint)problem.K * PanelLayout<T>.Padded(problem.N));
        problem.Panels = (T*)panels.Pointer;
        PanelPackingBody<T>.Run(problem.B, problem.Ldb, problem.TransposeB, problem.K, problem.N, problem.Panels);
        RunAsStored(problem);
    }

    private static void RunAsStored(in MatMulProblem<T> problem)
    {
        // Two rows of packed panels from beyond the second-level cache are best read as one run of memory; with more, two vectors a term leave the
        // multiply-adds waiting.
        var isOneRun = problem.Panels != null && problem.M <= 2 && (long)problem.K * problem.N * sizeof(T) > FarBytes;
        var widest = problem.M <= TLanes.MaxRows(4) && !isOneRun && (problem.Panels != null || !problem.TransposeB) ? 4 : 2;
        var maxRows = TLanes.MaxRows(widest);

        // One tile of rows reads packed panels once, and best as the one run of memory that they are.
        var isRun = problem.Panels != null && problem.M <= maxRows;
        var task = new BlockedTask<T, TVector, TLanes>
        {
            Problem = problem,
            Widest = widest,
            Tiles = new(problem.M, (problem.M + maxRows - 1) / maxRows),
            Panels = (problem.N + (widest * TLanes.Count) - 1) / (widest * TLanes.Count),
            BlockTerms = isRun ? problem.K : TermsOfBlock(problem.K),
            EndTerm = problem.K,
        };
        task.IsNear = !problem.TransposeB && problem.Panels == null && (long)problem.K * problem.N * sizeof(T) <= NearBytes
            && task.BlockTerms <= BlockedTask<T, TVector, TLanes>.NearTerms;
        if (task.WantsCopyOfA())
        {
            RunOverCopies(task);
        }
        else
        {
            Run(ref task);
        }
    }

    // Block after block of terms, so that the rows of A that a thread has in its cache serve all the columns it takes.
    private static void RunOverCopies(BlockedTask<T, TVector, TLanes> task)
    {
        var problem = task.Problem;
        var parts = (int)(((long)problem.M * task.BlockTerms * sizeof(T) / CopyBytes) + 1);
        var most = (problem.M + parts - 1) / parts;
        using var copy = Scratch.Rent<T>((nint)most * task.BlockTerms);
        task.Copy = (T*)copy.Pointer;
        var height = TLanes.MaxRows(task.Widest);
        for (var part = 0; part < parts; part++)
        {
            var row = (int)((long)problem.M * part / parts);
            task.Problem.M = (int)((long)problem.M * (part + 1) / parts) - row;
            task.Problem.A = problem.A + (row * problem.ARow);
            task.Problem.C = problem.C + (row * problem.Ldc);
            task.Tiles = new(task.Problem.M, (task.Problem.M + height - 1) / height);
            for (var term = 0; term < problem.K; term += task.BlockTerms)
            {
                task.FirstTerm = term;
                task.EndTerm = Math.Min(problem.K, term + task.BlockTerms);
                RowCopyBody<T, TVector, TLanes>.Run(task.Problem, task.Tiles, term, task.EndTerm - term, task.Copy);
                Run(ref task);
            }
        }
    }

    private static void Run(ref BlockedTask<T, TVector, TLanes> task)
    {
        CutIntoTasks(ref task);
        var tasks = task.RowTasks * task.ColumnTasks;
        if (tasks == 1)
        {
            task.Invoke(0);
        }
        else
        {
            WorkerTeam.Run(tasks, task);
        }
    }

    // Blocks of nearly equal length, that begin where a cache line does when the matrix does.
    private static int TermsOfBlock(int terms)
    {
        var most = BlockBytes / sizeof(T);
        var blocks = (terms + most - 1) / most;
        return blocks == 1 ? terms : (((terms + blocks - 1) / blocks) + 15) & ~15;
    }

    private static void CutIntoTasks(ref BlockedTask<T, TVector, TLanes> task)
    {
        var rows = task.Problem.M;
        var work = (long)rows * task.Problem.N * (task.EndTerm - task.FirstTerm);
        task.RowTasks = 1;
        task.ColumnTasks = 1;
        if (work <= SmallestTask)
        {
            return;
        }

        var wanted = (int)Math.Max(Math.Min(work / SmallestTask, WantedTasks), Math.Min(work / LargeTask, MostTasks));
        task.RowTasks = (rows + BlockRows - 1) / BlockRows;
        var byRows = (wanted + task.RowTasks - 1) / task.RowTasks;
        var perTask = (task.Panels + byRows - 1) / byRows;
        task.ColumnTasks = (task.Panels + perTask - 1) / perTask;

        // Tasks that share columns each pack the panels that they read: unless there is nothing to pack, half as many tasks are enough to do without.
        if (ReadsInPlace(task))
        {
            task.RowTasks = task.Tiles.Count;
        }
        else if (task.RowTasks * task.ColumnTasks < (task.IsNear || task.Problem.Panels != null ? wanted : wanted / 2))
        {
            task.RowTasks = Math.Clamp((wanted + task.ColumnTasks - 1) / task.ColumnTasks, task.RowTasks, task.Tiles.Count);
        }
    }

    // Two or three tiles of rows read B where it lies in less time than one takes to pack it for the others, as long as the last-level cache holds it.
    private static bool ReadsInPlace(in BlockedTask<T, TVector, TLanes> task) =>
        task.Tiles.Count is 2 or 3 && !task.IsNear && !task.Problem.TransposeB && task.Problem.Panels == null
        && (long)task.Problem.K * task.Problem.N * sizeof(T) <= PackedBytes;
}
