namespace Kiln.Numerics;

/// <summary>
/// The matrix product in blocks. Work is cut into tasks of some rows by some columns; a task walks the terms in blocks that keep its
/// operands in cache, and within a block runs one kernel per (panel of columns, tile of rows).
/// </summary>
/// <remarks>
/// <para>
/// The rows of A of a task (<see cref="BlockRows"/> × <see cref="BlockBytes"/>) stay in the second-level cache while the panels of B pass by. B
/// needs no packing pass: the kernel for the first tile of rows reads a panel where it lies, each line once and fetched well ahead, and leaves
/// a copy for the other tiles, which costs two stores among some thirty instructions. A transposed B is turned panel by panel. Only with very many
/// rows is B packed beforehand.
/// </para>
/// <para>
/// Every sum runs over its terms in one order, whichever thread has the task, and the cut into tasks follows from the shape alone:
/// the same bits for any number of threads.
/// </para>
/// <para>
/// The scheme is that of K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34(3), 2008, with
/// the packing of B folded into the product and A left in place where its rows do not fall onto the same cache sets.
/// </para>
/// </remarks>
internal static unsafe class BlockedMatMul<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // 196 rows of 3 KB: 0.6 MB of a second-level cache of 1 MB. More terms would push the rows out, fewer add passes over C.
    private const int BlockRows = 196;
    private const int BlockBytes = 3072;

    // A line is asked for this many terms before it is read: some 1,300 cycles for a full tile. Sixteen were 8 % slower, 64 no faster.
    private const int TermsAhead = 48;

    // Tasks of 5 µs and more, enough of them for the threads to share evenly, and more than 16 only when each still takes about 0.3 ms.
    private const long SmallestTask = 256 * 1024;
    private const int WantedTasks = 16;
    private const int MostTasks = 64;
    private const long LargeTask = 16 << 20;

    // A is copied once for all tasks up to this size; beyond it by each task for itself, which then should have columns to spend it on.
    private const long SharedBytes = 6 << 20;
    private const int FewestColumns = 512;

    // A B of this size is read in place by all tiles: it stays in the second-level cache, and a copy would take as long as it saves.
    private const int NearBytes = 192 * 1024;
    private const int NearTerms = 192;

    // With this many rows a pass that packs B costs less than the first tiles of all blocks lose by reading it where it lies; turning B is
    // dearer than copying it, and is done once where it would be done twice.
    private const int PackedRows = 8 * BlockRows;
    private const int TurnedRows = 2 * BlockRows;
    private const long PackedBytes = 24 << 20;

    // More than a second-level cache holds.
    private const long FarBytes = 1 << 20;

    /// <summary>Computes the product; M, N and K are positive.</summary>
    public static void Run(in MatMulProblem<T> problem)
    {
        if (problem.Panels == null && problem.M >= (problem.TransposeB ? TurnedRows : PackedRows))
        {
            RunPacked(problem);
        }
        else
        {
            RunAsStored(problem);
        }
    }

    // Some columns at a time, so that their panels stay within a share of the last-level cache.
    private static void RunPacked(in MatMulProblem<T> problem)
    {
        var widest = PanelLayout<T>.Widest;
        var columns = Math.Max(4 * widest, (int)Math.Min(problem.N, PackedBytes / sizeof(T) / problem.K) / widest * widest);
        using var panels = Scratch.Rent<T>((nint)problem.K * PanelLayout<T>.Padded(Math.Min(columns, problem.N)));
        for (var column = 0; column < problem.N; column += columns)
        {
            var part = problem;
            part.N = Math.Min(columns, problem.N - column);
            part.B += problem.TransposeB ? column * problem.Ldb : column;
            part.C += column;
            part.Bias = problem.Bias == null ? null : problem.Bias + column;
            part.Panels = (T*)panels.Pointer;
            PanelPackingBody<T>.Run(part.B, part.Ldb, part.TransposeB, part.K, part.N, part.Panels);
            RunAsStored(part);
        }
    }

    private static void RunAsStored(in MatMulProblem<T> problem)
    {
        var widest = problem.M <= TLanes.MaxRows(4) && !problem.TransposeB && problem.Panels == null ? 4 : 2;
        var maxRows = TLanes.MaxRows(widest);
        var mostTerms = BlockBytes / sizeof(T);
        var blocks = (problem.K + mostTerms - 1) / mostTerms;
        var body = new Body
        {
            Problem = problem,
            Widest = widest,
            RowTiles = (problem.M + maxRows - 1) / maxRows,
            RowTasks = (problem.M + BlockRows - 1) / BlockRows,
            Panels = (problem.N + (widest * TLanes.Count) - 1) / (widest * TLanes.Count),
            ColumnTasks = 1,
            BlockTerms = (problem.K + blocks - 1) / blocks,
        };
        body.CopiesA = body.WantsCopyOfA();
        body.IsNear = !problem.TransposeB && problem.Panels == null && (long)problem.K * problem.N * sizeof(T) <= NearBytes && body.BlockTerms <= NearTerms;
        var shares = body.CopiesA && (long)problem.M * problem.K * sizeof(T) <= SharedBytes;
        body.CutIntoTasks(shares ? 0 : FewestColumns);
        if (body.RowTasks * body.ColumnTasks == 1)
        {
            body.Invoke(0);
        }
        else if (shares)
        {
            using var shared = Scratch.Rent<T>((nint)problem.M * problem.K);
            body.Shared = (T*)shared.Pointer;
            var tiles = (int)Math.Clamp(32 * 1024 / ((long)maxRows * body.BlockTerms), 1, body.RowTiles);
            var groups = (body.RowTiles + tiles - 1) / tiles;
            WorkerTeam.Run(groups * blocks, new CopyingBody { Product = body, Groups = groups });
            WorkerTeam.Run(body.RowTasks * body.ColumnTasks, body);
        }
        else
        {
            WorkerTeam.Run(body.RowTasks * body.ColumnTasks, body);
        }
    }

    private struct CopyingBody : ITileBody
    {
        public Body Product;
        public int Groups;

        public readonly void Invoke(int tile)
        {
            var group = tile % Groups;
            var first = (int)((long)Product.RowTiles * group / Groups);
            var end = (int)((long)Product.RowTiles * (group + 1) / Groups);
            Product.CopyTiles(first, end, tile / Groups * Product.BlockTerms);
        }
    }

    private struct Body : ITileBody
    {
        public MatMulProblem<T> Problem;
        public int Widest;
        public int RowTiles;
        public int RowTasks;
        public int Panels;
        public int ColumnTasks;
        public int BlockTerms;
        public bool CopiesA;
        public bool IsNear;
        public T* Shared;

        public void CutIntoTasks(int fewestColumns)
        {
            var work = (long)Problem.M * Problem.N * Problem.K;
            if (work <= SmallestTask)
            {
                RowTasks = 1;
                return;
            }

            var wanted = (int)Math.Max(Math.Min(work / SmallestTask, WantedTasks), Math.Min(work / LargeTask, MostTasks));
            var byRows = (wanted + RowTasks - 1) / RowTasks;
            var perTask = Math.Max((Panels + byRows - 1) / byRows, Math.Min(Panels, fewestColumns / (Widest * TLanes.Count)));
            ColumnTasks = (Panels + perTask - 1) / perTask;
            if (RowTasks * ColumnTasks < wanted)
            {
                RowTasks = Math.Clamp((wanted + ColumnTasks - 1) / ColumnTasks, RowTasks, RowTiles);
            }
        }

        public readonly void Invoke(int tile)
        {
            var rowTask = tile % RowTasks;
            var columnTask = tile / RowTasks;
            var firstTile = (int)((long)RowTiles * rowTask / RowTasks);
            var endTile = (int)((long)RowTiles * (rowTask + 1) / RowTasks);
            var panelWidth = Widest * TLanes.Count;
            var firstColumn = (int)((long)Panels * columnTask / ColumnTasks) * panelWidth;
            var endColumn = Math.Min(Problem.N, (int)((long)Panels * (columnTask + 1) / ColumnTasks) * panelWidth);
            var firstRow = RowOfTile(firstTile);
            var rows = RowOfTile(endTile) - firstRow;

            var copiedPanel = !IsNear && Problem.Panels == null && (Problem.TransposeB || endTile - firstTile > 1);
            using var copy = Scratch.Rent<T>(CopiesA && Shared == null ? (nint)rows * BlockTerms : 0);
            using var panel = Scratch.Rent<T>(copiedPanel ? (nint)panelWidth * BlockTerms : 0);
            ProductJob<T> job = default;
            job.CRow = Problem.Ldc;
            job.Copy = (T*)panel.Pointer;
            for (var term = 0; term < Problem.K; term += BlockTerms)
            {
                var terms = Math.Min(BlockTerms, Problem.K - term);
                var a = Problem.A + (firstRow * Problem.ARow) + (term * Problem.AStep);
                if (Shared != null)
                {
                    a = Shared + ((nint)Problem.M * term) + ((nint)firstRow * terms);
                }
                else if (CopiesA)
                {
                    CopyTiles(a, firstTile, endTile, terms, (T*)copy.Pointer);
                    a = (T*)copy.Pointer;
                }

                job.Terms = terms;
                job.Accumulate = Problem.Accumulate || term > 0;
                var isLast = term + terms == Problem.K;
                job.Rectify = isLast && Problem.Activation == Activation.ReLU;
                RunBlock(&job, a, firstTile, endTile, firstColumn, endColumn, term, isLast);
            }

            if (Problem.Activation is not (Activation.None or Activation.ReLU))
            {
                for (var row = firstRow; row < firstRow + rows; row++)
                {
                    Epilogue.Activate(Problem.C + (row * Problem.Ldc) + firstColumn, endColumn - firstColumn, Problem.Activation);
                }
            }
        }

        private readonly void RunBlock(
            ProductJob<T>* job, T* a, int firstTile, int endTile, int firstColumn, int endColumn, int term, bool isLast)
        {
            var firstRow = RowOfTile(firstTile);
            var narrow = !CopiesA && Problem.AStep == 1 && endColumn - firstColumn <= 2 * Widest * TLanes.Count
                && (long)Problem.M * Problem.K * sizeof(T) >= FarBytes;
            var column = firstColumn;
            while (column < endColumn)
            {
                var width = ProductPanels<T, TVector, TLanes>.Width(endColumn - column, Widest);
                var exist = Math.Min(width, endColumn - column);
                job->LastLanes = ProductPanels<T, TVector, TLanes>.LastLanes(endColumn - column, width);
                job->Bias = isLast && Problem.Bias != null ? Problem.Bias + column : null;
                var packed = Problem.TransposeB || Problem.Panels != null;
                if (Problem.Panels != null)
                {
                    job->B = Problem.Panels + ((nint)column * Problem.K) + ((nint)term * width);
                    job->BStep = width;
                    job->Ahead = job->B + (TermsAhead * width);
                    job->AheadStep = width;
                }
                else if (packed)
                {
                    PanelPacking.Columns(Problem.B + (column * Problem.Ldb) + term, Problem.Ldb, (int)job->Terms, exist, width, job->Copy);
                    UsePanel(job, width);
                }
                else
                {
                    job->B = Problem.B + column + (term * Problem.Ldb);
                    job->BStep = Problem.Ldb;
                    job->Ahead = IsNear ? job->B : job->B + (TermsAhead * Problem.Ldb);
                    job->AheadStep = IsNear ? 0 : Problem.Ldb;
                }

                // The kernel that will read the next panel first finds its beginning fetched, a few rows with each tile of this one.
                var next = endTile - firstTile < 8 || Problem.TransposeB || Problem.Panels != null || IsNear || column + width >= endColumn ? null : job->B + width;
                var fetched = 0;
                var row = firstRow;
                for (var tile = firstTile; tile < endTile; tile++)
                {
                    var end = RowOfTile(tile + 1);
                    var rows = end - row;
                    if (next != null && tile > firstTile)
                    {
                        var until = TermsAhead * (tile - firstTile) / (endTile - firstTile - 1);
                        FetchRows(next + (fetched * Problem.Ldb), until - fetched);
                        fetched = until;
                    }

                    job->C = Problem.C + (row * Problem.Ldc) + column;
                    if (CopiesA)
                    {
                        job->A = a + ((row - firstRow) * job->Terms);
                        job->ARow = 1;
                        job->AStep = rows;
                    }
                    else
                    {
                        job->A = a + ((row - firstRow) * Problem.ARow);
                        job->ARow = Problem.ARow;
                        job->AStep = Problem.AStep;
                        if (narrow && packed)
                        {
                            // With few panels the rows of A are read once and then left: the next tile's are fetched while this one is computed.
                            job->Ahead = job->A + (rows * Problem.ARow);
                            job->AheadStep = rows;
                        }
                    }

                    if (!IsNear)
                    {
                        FetchSums(job->C, rows, exist);
                    }

                    if (packed)
                    {
                        ProductPanels<T, TVector, TLanes>.Full(rows, width, job);
                    }
                    else if (!IsNear && tile + 1 < endTile)
                    {
                        ProductPanels<T, TVector, TLanes>.Pack(rows, width, job);
                        UsePanel(job, width);
                        packed = true;
                    }
                    else if (exist == width)
                    {
                        ProductPanels<T, TVector, TLanes>.Full(rows, width, job);
                    }
                    else
                    {
                        ProductPanels<T, TVector, TLanes>.Edge(rows, width, job);
                    }

                    row = end;
                }

                column += width;
            }
        }

        private static void UsePanel(ProductJob<T>* job, int width)
        {
            job->B = job->Copy;
            job->BStep = width;
            job->Ahead = job->Copy;
            job->AheadStep = 0;
        }

        private readonly void FetchRows(T* b, int rows)
        {
            for (; rows > 0; rows--)
            {
                for (var column = 0; column < Widest * TLanes.Count; column += 64 / sizeof(T))
                {
                    TLanes.PrefetchFar(b + column);
                }

                b += Problem.Ldb;
            }
        }

        // The kernel ends with reading or writing these lines: they arrive while it computes.
        private readonly void FetchSums(T* c, int rows, int columns)
        {
            if (Problem.K < 64)
            {
                return;
            }

            for (; rows > 0; rows--)
            {
                for (var column = 0; column < columns; column += 64 / sizeof(T))
                {
                    TLanes.Prefetch(c + column);
                }

                TLanes.Prefetch(c + columns - 1);
                c += Problem.Ldc;
            }
        }

        // Rows are spread evenly: 64 rows make tiles of 13, 13, 13, 13 and 12, not four of 14 and one of 8.
        private readonly int RowOfTile(int tile) => (int)((long)Problem.M * tile / RowTiles);

        // Rows of A that are not one run of memory lie on few cache sets when they are far apart or a power of two, and evict one another
        // between two panels.
        public readonly bool WantsCopyOfA()
        {
            if (RowTiles == 1)
            {
                return false;
            }

            if (Problem.AStep == 1)
            {
                return Panels > 2 && Problem.ARow != BlockTerms;
            }

            var far = Problem.AStep * sizeof(T);
            return (Panels > 2 && BlockTerms > NearTerms) || far % 2048 == 0 || far > 16384;
        }

        /// <summary>Copies some tiles of the block of terms that starts at a term to their place in the shared copy.</summary>
        public readonly void CopyTiles(int firstTile, int endTile, int term)
        {
            var terms = Math.Min(BlockTerms, Problem.K - term);
            var row = RowOfTile(firstTile);
            var a = Problem.A + (row * Problem.ARow) + (term * Problem.AStep);
            CopyTiles(a, firstTile, endTile, terms, Shared + ((nint)Problem.M * term) + ((nint)row * terms));
        }

        // Tile after tile, term after term: one stream of memory for the kernel.
        private readonly void CopyTiles(T* a, int firstTile, int endTile, int terms, T* copy)
        {
            var row = RowOfTile(firstTile);
            for (var tile = firstTile; tile < endTile; tile++)
            {
                var end = RowOfTile(tile + 1);
                var rows = end - row;
                if (Problem.AStep == 1)
                {
                    PanelPacking.Columns(a, Problem.ARow, terms, rows, rows, copy);
                }
                else
                {
                    PanelPacking.Rows(a, Problem.AStep, terms, rows, rows, copy);
                }

                a += rows * Problem.ARow;
                copy += (nint)rows * terms;
                row = end;
            }
        }
    }
}
