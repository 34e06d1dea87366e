namespace Kiln.Numerics;

/// <summary>
/// The tasks of one <see cref="StreamedMatMul{T, TVector, TLanes}"/>: each computes some rows and columns of C over all terms, with a block of B that stays
/// in the second-level cache while the rows of A pass by, read where they lie.
/// </summary>
internal unsafe struct StreamedTask<T, TVector, TLanes> : ITileBody
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // As in BlockedTask: a line of a B that lies in memory is asked for this many terms before it is read.
    private const int TermsAhead = 48;

    /// <summary>The product.</summary>
    public MatMulProblem<T> Problem;

    /// <summary>Vectors in the widest panel: 2 or 4.</summary>
    public int Widest;

    /// <summary>Panels of <see cref="Widest"/> vectors, the last of which may be narrower.</summary>
    public int Panels;

    /// <summary>Tasks that share the rows.</summary>
    public int RowTasks;

    /// <summary>Tasks that share the columns.</summary>
    public int ColumnTasks;

    /// <summary>Terms of a block; the last may have fewer.</summary>
    public int BlockTerms;

    /// <inheritdoc/>
    public readonly void Invoke(int tile)
    {
        var rowTask = tile / ColumnTasks;
        var columnTask = tile % ColumnTasks;
        var firstRow = (int)((long)Problem.M * rowTask / RowTasks);
        var rows = (int)((long)Problem.M * (rowTask + 1) / RowTasks) - firstRow;
        var panelWidth = Widest * TLanes.Count;
        var firstColumn = (int)((long)Panels * columnTask / ColumnTasks) * panelWidth;
        var endColumn = Math.Min(Problem.N, (int)((long)Panels * (columnTask + 1) / ColumnTasks) * panelWidth);
        var height = TLanes.MaxRows(Widest);
        var tiles = new RowTiles<T, TVector, TLanes>(rows, (rows + height - 1) / height);

        using var block = Scratch.Rent<T>(Problem.Panels == null ? (nint)ProductPanels<T, TVector, TLanes>.Padded(endColumn - firstColumn) * BlockTerms : 0);
        ProductJob<T> job = default;
        job.ARow = Problem.ARow;
        job.AStep = 1;
        job.CRow = Problem.Ldc;
        for (var term = 0; term < Problem.K; term += BlockTerms)
        {
            var isLast = term + BlockTerms >= Problem.K;
            job.Terms = Math.Min(BlockTerms, Problem.K - term);
            job.Accumulate = Problem.Accumulate || term > 0;
            job.Rectify = isLast && Problem.Activation == Activation.ReLU;
            var row = firstRow;
            for (var i = 0; i < tiles.Count; i++)
            {
                var end = firstRow + tiles.First(i + 1);
                job.A = Problem.A + (row * Problem.ARow) + term;
                var nextRows = i + 1 < tiles.Count ? tiles.First(i + 2) - tiles.First(i + 1) : 0;
                if (i == 0 && Problem.Panels == null)
                {
                    RunPackingTile(&job, (T*)block.Pointer, row, end - row, firstColumn, endColumn, term, isLast);
                }
                else
                {
                    RunTile(&job, (T*)block.Pointer, row, end - row, nextRows, firstColumn, endColumn, term, isLast);
                }

                row = end;
            }
        }

        if (Problem.Activation is not (Activation.None or Activation.ReLU))
        {
            for (var row = firstRow; row < firstRow + rows; row++)
            {
                Epilogue.Activate(Problem.C + (row * Problem.Ldc) + firstColumn, endColumn - firstColumn, Problem.Activation);
            }
        }
    }

    // The first tile reads B where it lies and leaves the block for the others.
    private readonly void RunPackingTile(ProductJob<T>* job, T* block, int row, int rows, int firstColumn, int endColumn, int term, bool isLast)
    {
        // A panel of a B that does not start where a cache line does touches one line more than a kernel asks for; see BlockedTask.
        var shift = (((nint)Problem.B | (Problem.Ldb * sizeof(T))) & 63) == 0 ? 0 : 64 / sizeof(T);
        for (var column = firstColumn; column < endColumn;)
        {
            var width = ProductPanels<T, TVector, TLanes>.Width(endColumn - column, 2);
            Place(job, row, column, width, endColumn, isLast);
            job->B = Problem.B + column + (term * Problem.Ldb);
            job->BStep = Problem.Ldb;
            job->Ahead = job->B + (TermsAhead * TLanes.MaxRows(2) / rows * Problem.Ldb) + shift;
            job->AheadStep = Problem.Ldb;
            job->AheadApart = 0;
            job->AheadTerms = 0;
            job->Copy = block + ((column - firstColumn) * job->Terms);
            ProductPanels<T, TVector, TLanes>.Pack(rows, width, job);
            column += width;
        }
    }

    private readonly void RunTile(ProductJob<T>* job, T* block, int row, int rows, int nextRows, int firstColumn, int endColumn, int term, bool isLast)
    {
        var next = job->A + (rows * Problem.ARow);
        for (var column = firstColumn; column < endColumn;)
        {
            var width = ProductPanels<T, TVector, TLanes>.Width(endColumn - column, Widest);
            var step = Math.Min(width, 2 * TLanes.Count);
            Place(job, row, column, width, endColumn, isLast);
            job->BStep = step;
            if (Problem.Panels != null)
            {
                job->B = Problem.Panels + ((nint)column * Problem.K) + ((nint)term * step);
                job->Second = (nint)step * Problem.K;
            }
            else
            {
                job->B = block + ((column - firstColumn) * job->Terms);
                job->Second = step * job->Terms;
            }

            // The rows of the next tile are fetched while this one is computed, with each kernel as many as it takes for all to be there in time.
            var kernels = ((endColumn - column) + width - 1) / width;
            var places = width >= 2 * TLanes.Count ? 2 : 1;
            var runs = ((nextRows + kernels - 1) / kernels + places - 1) / places;
            if (runs > 0)
            {
                job->Ahead = next;
                job->AheadStep = runs;
                job->AheadApart = Problem.ARow - (width == 4 * TLanes.Count ? job->Second : TLanes.Count);
                job->AheadTerms = ((job->Terms - rows) / runs) + 1;
                job->AheadRun = places * Problem.ARow;
                next += runs * job->AheadRun;
                nextRows -= runs * places;
            }
            else
            {
                job->Ahead = job->B;
                job->AheadStep = 0;
                job->AheadApart = 0;
                job->AheadTerms = 0;
            }

            ProductPanels<T, TVector, TLanes>.Full(rows, width, job);
            column += width;
        }
    }

    private readonly void Place(ProductJob<T>* job, int row, int column, int width, int endColumn, bool isLast)
    {
        job->LastLanes = ProductPanels<T, TVector, TLanes>.LastLanes(endColumn - column, width);
        job->Bias = isLast && Problem.Bias != null ? Problem.Bias + column : null;
        job->C = Problem.C + (row * Problem.Ldc) + column;
    }
}
