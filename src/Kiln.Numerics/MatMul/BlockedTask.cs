namespace Kiln.Numerics;

/// <summary>The tasks of one <see cref="BlockedMatMul{T, TVector, TLanes}"/>: each computes some rows and columns of C over all terms.</summary>
internal unsafe struct BlockedTask<T, TVector, TLanes> : ITileBody
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // A line is asked for this many terms before it is read: some 1,300 cycles for a full tile. Sixteen were 8 % slower, 64 no faster.
    private const int TermsAhead = 48;

    // Up to so many rows beside it, the processor reads a run of packed panels fastest when nothing is asked for.
    private const int ForeseenRows = 4;

    // More than a second-level cache holds.
    private const long FarBytes = 1 << 20;

    // So few terms read rows of A in place without loss.
    public const int NearTerms = 192;

    /// <summary>The product.</summary>
    public MatMulProblem<T> Problem;

    /// <summary>Vectors in the widest panel: 2 or 4.</summary>
    public int Widest;

    /// <summary>How the rows are cut into tiles.</summary>
    public RowTiles<T, TVector, TLanes> Tiles;

    /// <summary>Panels of <see cref="Widest"/> vectors, the last of which may be narrower.</summary>
    public int Panels;

    /// <summary>Tasks that share the rows.</summary>
    public int RowTasks;

    /// <summary>Tasks that share the columns.</summary>
    public int ColumnTasks;

    /// <summary>Terms of a block; the last may have fewer.</summary>
    public int BlockTerms;

    /// <summary>Whether B is small enough to be read in place by all tiles.</summary>
    public bool IsNear;

    /// <summary>The first term.</summary>
    public int FirstTerm;

    /// <summary>The one after the last.</summary>
    public int EndTerm;

    /// <summary>The rows of A in the order of <see cref="Tiles"/> for these terms, which are then one block, or null to read A in place.</summary>
    public T* Copy;

    /// <summary>
    /// Whether A is better copied than read in place: rows that are not one run of memory lie on few cache sets when they are far apart or a
    /// power of two, and evict one another between two panels.
    /// </summary>
    public readonly bool WantsCopyOfA()
    {
        if (Tiles.Count == 1)
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

    /// <inheritdoc/>
    public readonly void Invoke(int tile)
    {
        var rowTask = tile / ColumnTasks;
        var columnTask = tile % ColumnTasks;
        var firstTile = (int)((long)Tiles.Count * rowTask / RowTasks);
        var endTile = (int)((long)Tiles.Count * (rowTask + 1) / RowTasks);
        var panelWidth = Widest * TLanes.Count;
        var firstColumn = (int)((long)Panels * columnTask / ColumnTasks) * panelWidth;
        var endColumn = Math.Min(Problem.N, (int)((long)Panels * (columnTask + 1) / ColumnTasks) * panelWidth);
        var firstRow = Tiles.First(firstTile);
        var rows = Tiles.First(endTile) - firstRow;

        var copiedPanel = !IsNear && Problem.Panels == null && (Problem.TransposeB || endTile - firstTile > 1);
        using var panel = Scratch.Rent<T>(copiedPanel ? (nint)panelWidth * BlockTerms : 0);
        ProductJob<T> job = default;
        job.CRow = Problem.Ldc;
        job.Copy = (T*)panel.Pointer;
        for (var term = FirstTerm; term < EndTerm; term += BlockTerms)
        {
            var terms = Math.Min(BlockTerms, EndTerm - term);
            var a = Copy != null ? Copy + ((nint)firstRow * terms) : Problem.A + (firstRow * Problem.ARow) + (term * Problem.AStep);
            job.Terms = terms;
            job.Accumulate = Problem.Accumulate || term > 0;
            var isLast = term + terms == Problem.K;
            job.Rectify = isLast && Problem.Activation == Activation.ReLU;
            RunBlock(&job, a, firstTile, endTile, firstColumn, endColumn, term, isLast);
        }

        if (EndTerm == Problem.K && Problem.Activation is not (Activation.None or Activation.ReLU))
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
        var firstRow = Tiles.First(firstTile);
        var narrow = Copy == null && Problem.AStep == 1 && endColumn - firstColumn <= 2 * Widest * TLanes.Count
            && (long)Problem.M * Problem.K * sizeof(T) >= FarBytes;

        // Terms of a low tile take less time, so more of them pass while memory answers.
        var termsAhead = TermsAhead * TLanes.MaxRows(2) / Math.Max(2, Tiles.First(1));

        // A panel of a B that does not start where a cache line does touches one line more than a kernel asks for. The first is the last of
        // the panel before, so it is the others that are asked for; without this each term waited for one line, which halved the speed.
        var shift = (((nint)Problem.B | (Problem.Ldb * sizeof(T))) & 63) == 0 ? 0 : 64 / sizeof(T);
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
                // Four vectors are two panels, read side by side.
                var step = Math.Min(width, 2 * TLanes.Count);
                job->B = Problem.Panels + ((nint)column * Problem.K) + ((nint)term * step);
                job->BStep = step;
                job->Second = (nint)step * Problem.K;

                // With few rows of A beside it the processor foresees the run by itself: asking for lines took 10 to 25 % of the time. With twelve it does not.
                var isForeseen = Problem.M <= ForeseenRows;
                job->Ahead = isForeseen ? job->B : job->B + (termsAhead * step);
                job->AheadStep = isForeseen ? 0 : step;
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
                job->Second = 2 * TLanes.Count;
                job->Ahead = IsNear ? job->B : job->B + (TermsAhead * Problem.Ldb) + shift;
                job->AheadStep = IsNear ? 0 : Problem.Ldb;
            }

            // The last tiles fetch the next panel for the kernel that will read it first: one line of each row at a time, so that memory keeps up.
            var next = width != 2 * TLanes.Count || packed || IsNear || column + width >= endColumn ? null : job->B + width + shift;
            var row = firstRow;
            for (var tile = firstTile; tile < endTile; tile++)
            {
                var end = Tiles.First(tile + 1);
                var rows = end - row;
                job->C = Problem.C + (row * Problem.Ldc) + column;
                if (Copy != null)
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

                if (packed)
                {
                    if (next != null && endTile - tile <= 2)
                    {
                        FetchPanel(job, next, endTile - firstTile == 2, endTile - tile == 1);
                    }

                    ProductPanels<T, TVector, TLanes>.Full(rows, width, job);
                    job->AheadApart = 0;
                    job->AheadTerms = 0;
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

    // Asks for both lines of each row, or for the second or the first alone.
    private readonly void FetchPanel(ProductJob<T>* job, T* panel, bool both, bool second)
    {
        job->Ahead = panel + (second && !both ? TLanes.Count : 0);
        job->AheadStep = Problem.Ldb;
        job->AheadApart = both ? 0 : -TLanes.Count;

        // Rows a multiple of 2 KB apart have few sets of the second-level cache to go to, and would drive each other and A out: only the first ones then.
        job->AheadTerms = Problem.Ldb * sizeof(T) % 2048 == 0 ? TermsAhead : 0;
    }
}
