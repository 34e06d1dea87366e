namespace Kiln.Numerics;

/// <summary>The tasks of one <see cref="RowBlockMatMul{T, TVector, TLanes}"/>: each computes some rows and columns of C over some blocks of terms.</summary>
internal unsafe struct RowBlockTask<T, TVector, TLanes> : ITileBody
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // As in BlockedTask: a line of a B that is read where it lies is asked for this many terms before.
    private const int TermsAhead = 48;

    /// <summary>The product.</summary>
    public MatMulProblem<T> Problem;

    /// <summary>How all rows are cut into tiles.</summary>
    public RowTiles<T, TVector, TLanes> Tiles;

    /// <summary>The first tile of these tasks.</summary>
    public int FirstTile;

    /// <summary>The one after the last.</summary>
    public int EndTile;

    /// <summary>Tasks that share the rows.</summary>
    public int RowTasks;

    /// <summary>Tasks that share the columns.</summary>
    public int ColumnTasks;

    /// <summary>Terms of a block; the last may have fewer.</summary>
    public int BlockTerms;

    /// <summary>The first term.</summary>
    public int FirstTerm;

    /// <summary>The one after the last.</summary>
    public int EndTerm;

    /// <summary>The panels of B, which begin with <see cref="FirstTerm"/>.</summary>
    public T* Panels;

    /// <summary>The terms that each of them holds.</summary>
    public int PanelTerms;

    /// <summary>Whether the first tile reads B where it lies and leaves <see cref="Panels"/>.</summary>
    public bool Packs;

    /// <inheritdoc/>
    public readonly void Invoke(int tile)
    {
        var rowTask = tile / ColumnTasks;
        var columnTask = tile % ColumnTasks;
        var tiles = EndTile - FirstTile;
        var firstTile = FirstTile + (int)((long)tiles * rowTask / RowTasks);
        var endTile = FirstTile + (int)((long)tiles * (rowTask + 1) / RowTasks);
        var firstRow = Tiles.First(firstTile);
        var rows = Tiles.First(endTile) - firstRow;
        var width = 2 * TLanes.Count;
        var panels = (Problem.N + width - 1) / width;
        var firstColumn = (int)((long)panels * columnTask / ColumnTasks) * width;
        var endColumn = Math.Min(Problem.N, (int)((long)panels * (columnTask + 1) / ColumnTasks) * width);

        using var copy = Scratch.Rent<T>((nint)rows * BlockTerms);
        ProductJob<T> job = default;
        job.ARow = 1;
        job.CRow = Problem.Ldc;
        for (var term = FirstTerm; term < EndTerm; term += BlockTerms)
        {
            job.Terms = Math.Min(BlockTerms, EndTerm - term);
            job.Accumulate = Problem.Accumulate || term > 0;
            var isLast = term + job.Terms == Problem.K;
            job.Rectify = isLast && Problem.Activation == Activation.ReLU;
            if (Problem.AStep != 1)
            {
                Tiles.Copy(Problem.A + firstRow + (term * Problem.AStep), 1, Problem.AStep, firstTile, endTile, (int)job.Terms, (T*)copy.Pointer);
            }

            for (var column = firstColumn; column < endColumn;)
            {
                var size = ProductPanels<T, TVector, TLanes>.Width(Problem.N - column, 2);
                job.LastLanes = ProductPanels<T, TVector, TLanes>.LastLanes(Problem.N - column, size);
                job.Bias = isLast && Problem.Bias != null ? Problem.Bias + column : null;
                RunPanel(&job, (T*)copy.Pointer, firstTile, endTile, column, size, column == firstColumn, column + size < endColumn, term);
                column += size;
            }
        }

        if (EndTerm == Problem.K && Problem.Activation is not (Activation.None or Activation.ReLU))
        {
            for (var row = firstRow; row < firstRow + rows; row++)
            {
                Epilogue.Activate(Problem.C + (row * Problem.Ldc) + firstColumn, endColumn - firstColumn, Problem.Activation);
            }
        }
    }

    private readonly void RunPanel(
        ProductJob<T>* job, T* copy, int firstTile, int endTile, int column, int width, bool isFirst, bool hasNext, int term)
    {
        var panel = Panels + ((nint)column * PanelTerms) + ((nint)(term - FirstTerm) * width);
        var firstRow = Tiles.First(firstTile);
        var row = firstRow;
        var part = (job->Terms + (endTile - firstTile) - 1) / (endTile - firstTile);
        for (var tile = firstTile; tile < endTile; tile++)
        {
            var end = Tiles.First(tile + 1);
            var rows = end - row;
            job->A = copy + ((row - firstRow) * job->Terms);
            job->AStep = rows;
            job->C = Problem.C + (row * Problem.Ldc) + column;
            job->AheadApart = 0;
            job->AheadTerms = 0;
            job->AheadRun = 0;
            if (isFirst && Problem.AStep == 1)
            {
                Tiles.Copy(Problem.A + (row * Problem.ARow) + term, Problem.ARow, 1, tile, tile + 1, (int)job->Terms, job->A);
            }

            if (Packs && tile == firstTile)
            {
                PackPanel(job, panel, rows, column, width, term);
            }
            else
            {
                job->B = panel;
                job->BStep = width;
                if (isFirst && Problem.AStep == 1)
                {
                    FetchRows(job, end, tile + 1 < endTile ? Tiles.First(tile + 2) - end : 0, term);
                }
                else if (!hasNext)
                {
                    job->Ahead = panel;
                    job->AheadStep = 0;
                }
                else if (Packs)
                {
                    FetchColumns(job, column + width, term);
                }
                else
                {
                    // The next panel, of which each tile fetches a part.
                    job->Ahead = panel + ((nint)PanelTerms * width) + ((tile - firstTile) * part * width);
                    job->AheadStep = width;
                    job->AheadTerms = part;
                }

                ProductPanels<T, TVector, TLanes>.Full(rows, width, job);
            }

            row = end;
        }
    }

    private readonly void PackPanel(ProductJob<T>* job, T* panel, int rows, int column, int width, int term)
    {
        job->B = Problem.B + column + (term * Problem.Ldb);
        job->BStep = Problem.Ldb;
        job->Ahead = job->B + (TermsAhead * TLanes.MaxRows(2) / rows * Problem.Ldb) + Shift();
        job->AheadStep = Problem.Ldb;
        job->Copy = panel;
        ProductPanels<T, TVector, TLanes>.Pack(rows, width, job);
    }

    // The rows of A that the next tile's copy will read, two at a time.
    private readonly void FetchRows(ProductJob<T>* job, int row, int rows, int term)
    {
        job->Ahead = rows == 0 ? job->B : Problem.A + (row * Problem.ARow) + term;
        var runs = (rows + 1) / 2;
        job->AheadStep = runs;
        if (runs > 0)
        {
            job->AheadApart = Problem.ARow - TLanes.Count;
            job->AheadTerms = Math.Max(1, ((job->Terms - TLanes.MaxRows(2)) / runs) + 1);
            job->AheadRun = 2 * Problem.ARow;
        }
    }

    // The columns of B that the next panel's packing will read.
    private readonly void FetchColumns(ProductJob<T>* job, int column, int term)
    {
        job->Ahead = Problem.B + column + (term * Problem.Ldb) + Shift();
        job->AheadStep = Problem.Ldb;

        // Rows a multiple of 2 KB apart have few sets of the second-level cache to go to, and would drive each other and A out: only the first ones then.
        job->AheadTerms = Problem.Ldb * sizeof(T) % 2048 == 0 ? TermsAhead : 0;
    }

    // A panel of a B that does not start where a cache line does touches one line more than a kernel asks for; see BlockedTask.
    private readonly int Shift() => (((nint)Problem.B | (Problem.Ldb * sizeof(T))) & 63) == 0 ? 0 : 64 / sizeof(T);
}
