namespace Kiln.Numerics;

/// <summary>
/// The matrix product in blocks. Work is cut into tasks of some rows by some columns; a task walks the terms in blocks that keep its
/// operands in cache, and within a block runs one tile kernel per (panel of columns, tile of rows).
/// </summary>
/// <remarks>
/// <para>
/// A panel of B (2 vectors × up to <see cref="TermBlock"/> terms) stays in the first-level cache while all row tiles of the task pass
/// over it; the rows of A (up to <see cref="RowTilesPerTask"/> tiles) stay in the second.
/// </para>
/// <para>
/// Every sum runs over its terms in one order, whichever thread has the task, and the cut into tasks follows from the shape alone:
/// the same bits for any number of threads.
/// </para>
/// <para>
/// The scheme is that of K. Goto and R. van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34(3), 2008, with
/// A left in place: the kernels read it by two strides, so it is copied only where its rows would fall onto the same cache sets.
/// </para>
/// </remarks>
internal static unsafe class BlockedMatMul<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int TermBlock = 512;
    private const int RowTilesPerTask = 10;

    // Enough tasks for the threads to share evenly, none so small that taking it costs more than a few per cent.
    private const int WantedTasks = 32;
    private const long SmallestTask = 256 * 1024;

    // More than a second-level cache holds.
    private const long FarBytes = 1 << 20;

    // Packed columns are kept within a share of the last-level cache.
    private const long PackedElements = 4 << 20;

    /// <summary>Computes the product; M, N and K are positive.</summary>
    public static void Run(in MatMulProblem<T> problem)
    {
        var widest = problem.M <= TLanes.MaxRows(4) ? 4 : 2;
        var chunk = problem.N;
        if (PacksAll(problem) && (long)problem.K * problem.N > PackedElements)
        {
            var panel = 2 * TLanes.Count;
            chunk = (int)Math.Max(panel, PackedElements / problem.K / panel * panel);
        }

        for (var column = 0; column < problem.N; column += chunk)
        {
            RunColumns(problem, column, Math.Min(chunk, problem.N - column), widest);
        }
    }

    private static bool PacksAll(in MatMulProblem<T> problem)
    {
        if (problem.TransposeB)
        {
            return true;
        }

        // Packing pays when a panel is read by many row tiles.
        return problem.M > 3 * TLanes.MaxRows(2) && (long)problem.K * problem.N > 32 * 1024;
    }

    private static void RunColumns(in MatMulProblem<T> problem, int firstColumn, int columns, int widest)
    {
        var packsAll = PacksAll(problem);
        var packedFrom = packsAll ? 0 : UnpackedColumns(columns, widest);
        var packedWidth = ColumnPanels<T, TVector, TLanes>.Padded(columns) - packedFrom;
        using var packed = Scratch.Rent<T>((nint)packedWidth * problem.K);
        var rowTiles = (problem.M + TLanes.MaxRows(widest) - 1) / TLanes.MaxRows(widest);
        var rowTasks = (rowTiles + RowTilesPerTask - 1) / RowTilesPerTask;
        var panels = (columns + (widest * TLanes.Count) - 1) / (widest * TLanes.Count);
        var work = (long)problem.M * columns * problem.K;
        var wanted = (int)Math.Clamp(work / SmallestTask, 1, WantedTasks);
        var columnTasks = Math.Clamp((wanted + rowTasks - 1) / rowTasks, 1, panels);
        if (rowTasks * columnTasks < wanted && rowTiles > rowTasks)
        {
            rowTasks = Math.Min(rowTiles, (wanted + columnTasks - 1) / columnTasks);
        }

        var body = new Body
        {
            Problem = problem,
            FirstColumn = firstColumn,
            Columns = columns,
            Widest = widest,
            RowTiles = rowTiles,
            RowTasks = rowTasks,
            Panels = panels,
            ColumnTasks = columnTasks,
            Packed = (T*)packed.Pointer,
            PackedFrom = packedFrom,
            CopiesA = CopiesA(problem, panels / columnTasks),
        };
        if (packedWidth > 0)
        {
            var panelWidth = widest * TLanes.Count;
            var packing = new PackingBody { Product = body };
            var packedPanels = (packedWidth + panelWidth - 1) / panelWidth;
            packing.PanelsPerTask = (int)Math.Max(1, 32 * 1024 / ((long)panelWidth * problem.K));
            WorkerTeam.Run((packedPanels + packing.PanelsPerTask - 1) / packing.PanelsPerTask, packing);
        }

        WorkerTeam.Run(rowTasks * columnTasks, body);
    }

    /// <summary>The columns before the panel that ends within a vector, if there is one.</summary>
    private static int UnpackedColumns(int columns, int widest)
    {
        if (columns % TLanes.Count == 0)
        {
            return columns;
        }

        var column = 0;
        while (true)
        {
            var vectors = ColumnPanels<T, TVector, TLanes>.Vectors(columns - column, widest);
            if (column + (vectors * TLanes.Count) > columns)
            {
                return column;
            }

            column += vectors * TLanes.Count;
        }
    }

    // Rows that lie a multiple of 2 KB apart share a few cache sets and evict one another between two panels.
    private static bool CopiesA(in MatMulProblem<T> problem, int panelsPerTask)
    {
        var far = Math.Max(Math.Abs(problem.ARow), Math.Abs(problem.AStep)) * sizeof(T);
        return (panelsPerTask >= 3 || problem.AStep != 1) && problem.M > 4 && (far % 2048 == 0 || far > 16384);
    }

    private struct PackingBody : ITileBody
    {
        public Body Product;
        public int PanelsPerTask;

        public readonly void Invoke(int tile)
        {
            ref readonly var problem = ref Product.Problem;
            var width = Product.Widest * TLanes.Count;
            var column = Product.PackedFrom + (tile * PanelsPerTask * width);
            var end = Math.Min(Product.Columns, column + (PanelsPerTask * width));
            while (column < end)
            {
                var vectors = ColumnPanels<T, TVector, TLanes>.Vectors(Product.Columns - column, Product.Widest);
                var panelWidth = vectors * TLanes.Count;
                var panel = Product.Packed + ((nint)(column - Product.PackedFrom) * problem.K);
                var exist = Math.Min(panelWidth, Product.Columns - column);
                var from = Product.FirstColumn + column;
                if (problem.TransposeB)
                {
                    PanelPacking.Columns(problem.B + (from * problem.Ldb), problem.Ldb, problem.K, exist, panelWidth, panel);
                }
                else
                {
                    PanelPacking.Rows(problem.B + from, problem.Ldb, problem.K, exist, panelWidth, panel);
                }

                column += panelWidth;
            }
        }
    }

    private struct Body : ITileBody
    {
        public MatMulProblem<T> Problem;
        public int FirstColumn;
        public int Columns;
        public int Widest;
        public int RowTiles;
        public int RowTasks;
        public int Panels;
        public int ColumnTasks;
        public T* Packed;
        public int PackedFrom;
        public bool CopiesA;

        public readonly void Invoke(int tile)
        {
            var rowTask = tile % RowTasks;
            var columnTask = tile / RowTasks;
            var firstTile = (int)((long)RowTiles * rowTask / RowTasks);
            var endTile = (int)((long)RowTiles * (rowTask + 1) / RowTasks);
            var panelWidth = Widest * TLanes.Count;
            var firstColumn = (int)((long)Panels * columnTask / ColumnTasks) * panelWidth;
            var endColumn = Math.Min(Columns, (int)((long)Panels * (columnTask + 1) / ColumnTasks) * panelWidth);
            var firstRow = RowOfTile(firstTile);
            var rows = RowOfTile(endTile) - firstRow;

            var blocks = (Problem.K + TermBlock - 1) / TermBlock;
            var blockTerms = (Problem.K + blocks - 1) / blocks;
            using var copy = Scratch.Rent<T>(CopiesA ? (nint)rows * (blockTerms + 32) : 0);
            TileJob<T> job = default;
            job.Segments = 1;
            for (var term = 0; term < Problem.K; term += blockTerms)
            {
                var terms = Math.Min(blockTerms, Problem.K - term);
                var a = Problem.A + (firstRow * Problem.ARow) + (term * Problem.AStep);
                job.ARow = Problem.ARow;
                job.AStep = Problem.AStep;
                if (CopiesA)
                {
                    CopyRows(a, rows, terms, (T*)copy.Pointer, ref job);
                    a = (T*)copy.Pointer;
                }

                job.Terms = terms;
                job.Accumulate = Problem.Accumulate || term > 0;
                var isLast = term + terms == Problem.K;
                job.Rectify = isLast && Problem.Activation == Activation.ReLU;
                RunBlock(ref job, a, firstRow, firstTile, endTile, firstColumn, endColumn, term, isLast);
            }

            if (Problem.Activation is not (Activation.None or Activation.ReLU))
            {
                for (var row = firstRow; row < firstRow + rows; row++)
                {
                    Epilogue.Activate(Problem.C + (row * Problem.Ldc) + FirstColumn + firstColumn, endColumn - firstColumn, Problem.Activation);
                }
            }
        }

        private readonly void RunBlock(
            ref TileJob<T> job, T* a, int firstRow, int firstTile, int endTile, int firstColumn, int endColumn, int term, bool isLast)
        {
            var column = firstColumn;

            // With few panels a tile's rows of A are read once and then left: when they come from far, the next tile's are fetched while this
            // one is computed.
            var far = (long)Problem.M * Problem.K * sizeof(T) >= FarBytes;
            var narrow = far && Problem.AStep == 1 && endColumn - firstColumn <= 2 * Widest * TLanes.Count;
            fixed (TileJob<T>* pointer = &job)
            {
                while (column < endColumn)
                {
                    var vectors = ColumnPanels<T, TVector, TLanes>.Vectors(Columns - column, Widest);
                    var width = vectors * TLanes.Count;
                    if (column >= PackedFrom)
                    {
                        pointer->B = Packed + ((nint)(column - PackedFrom) * Problem.K) + ((nint)term * width);
                        pointer->BStep = width;
                    }
                    else
                    {
                        pointer->B = Problem.B + FirstColumn + column + (term * Problem.Ldb);
                        pointer->BStep = Problem.Ldb;
                    }

                    pointer->LastLanes = ColumnPanels<T, TVector, TLanes>.LastLanes(Columns - column, vectors);
                    pointer->Bias = isLast && Problem.Bias != null ? Problem.Bias + FirstColumn + column : null;
                    pointer->CRow = Problem.Ldc;
                    var row = firstRow;
                    for (var tile = firstTile; tile < endTile; tile++)
                    {
                        var end = RowOfTile(tile + 1);
                        pointer->A = a + ((row - firstRow) * pointer->ARow);
                        pointer->C = Problem.C + (row * Problem.Ldc) + FirstColumn + column;
                        if (narrow && tile + 1 < endTile)
                        {
                            PrefetchRows(a + ((end - firstRow) * pointer->ARow), RowOfTile(tile + 2) - end, pointer->ARow, pointer->Terms);
                        }

                        ColumnPanels<T, TVector, TLanes>.Run(end - row, vectors, pointer);
                        row = end;
                    }

                    column += width;
                }
            }
        }

        private static void PrefetchRows(T* a, int rows, nint leading, nint terms)
        {
            for (; rows > 0; rows--)
            {
                for (nint term = 0; term < terms; term += 64 / sizeof(T))
                {
                    TLanes.PrefetchFar(a + term);
                }

                a += leading;
            }
        }

        // Rows are spread evenly: 64 rows make tiles of 13, 13, 13, 13 and 12, not four of 14 and one of 8.
        private readonly int RowOfTile(int tile) => (int)((long)Problem.M * tile / RowTiles);

        // Keeps the direction in which A is contiguous, so both loops copy runs of memory.
        private static void CopyRows(T* a, int rows, int terms, T* copy, ref TileJob<T> job)
        {
            if (job.AStep == 1)
            {
                var leading = (nint)terms + (16 - (terms % 16)) % 16 + 16;
                for (var row = 0; row < rows; row++)
                {
                    Buffer.MemoryCopy(a + (row * job.ARow), copy + (row * leading), (long)terms * sizeof(T), (long)terms * sizeof(T));
                }

                job.ARow = leading;
            }
            else
            {
                for (var term = 0; term < terms; term++)
                {
                    Buffer.MemoryCopy(a + (term * job.AStep), copy + ((nint)term * rows), (long)rows * sizeof(T), (long)rows * sizeof(T));
                }

                job.ARow = 1;
                job.AStep = rows;
            }
        }
    }
}
