namespace Kiln.Estimators;

/// <content>How long the columns of A are.</content>
internal sealed unsafe partial class CentredSamples
{
    // What rounding leaves of a column that does not vary, relative to the column before its mean was taken.
    private const double Rounding = 1e-13;

    private double[]? _squaredNorms;

    // Whose the samples are, for the error of squares beyond the range; null while nobody asked.
    private string? _owner;

    /// <summary>‖a‖² of each column; 0 of one that does not vary beyond rounding. Summed once for all outputs; not to be written to.</summary>
    public double[] SquaredNorms() => _squaredNorms ??= SumSquares();

    private double[] SumSquares()
    {
        // Of sparse samples the stored values first, and behind them the weights of these.
        var n = Columns;
        var sums = new double[IsSparse ? 2 * n : n];

        // Few blocks: each has sums of its own, as long as the rows are wide.
        RowBlocks.Sum(Rows, IsSparse ? Work : Work / 8, sums, (start, end, partial) =>
        {
            if (IsSparse)
            {
                AddStored(start, end, partial);
            }
            else
            {
                AddDistances(start, end, partial);
            }
        });
        var squares = sums.AsSpan(0, n).ToArray();
        for (var i = 0; i < n; i++)
        {
            if (IsSparse && TotalWeight - sums[n + i] is var unstored && unstored > Rows * Float64.Epsilon * TotalWeight)
            {
                squares[i] += unstored * XMeans[i] * XMeans[i];
            }

            squares[i] = Varies(i, squares[i]) ? squares[i] : 0;
        }

        return squares;
    }

    /// <summary>Whether a column of A is more than what rounding leaves of one that does not vary.</summary>
    /// <param name="column">Which.</param>
    /// <param name="square">‖a‖² as it was summed.</param>
    /// <exception cref="DatasetException">It is, and cannot be squared.</exception>
    public bool Varies(int column, double square)
    {
        var whole = square + (TotalWeight * XMeans[column] * XMeans[column]);
        if (_owner is not null && !double.IsFinite(whole) && !(Math.Sqrt(square) <= Rounding * Math.Sqrt(TotalWeight) * Math.Abs(XMeans[column])))
        {
            throw Overflow.OfColumn(_owner, X, column, "the squares");
        }

        return square > Rounding * Rounding * whole;
    }

    private void AddDistances(int start, int end, Span<double> sums)
    {
        var weights = stackalloc double[ColumnSquares.Rows];
        var zeros = stackalloc double[ColumnSquares.Rows];
        new Span<double>(zeros, ColumnSquares.Rows).Clear();
        fixed (double* x = FeaturesMarshal.GetSpan(X), means = XMeans, to = sums, unused = new double[Columns])
        {
            for (var row = start; row < end; row += ColumnSquares.Rows)
            {
                var count = Math.Min(ColumnSquares.Rows, end - row);
                for (var i = 0; i < count; i++)
                {
                    weights[i] = Weights?[row + i] ?? 1;
                }

                ColumnSquares.Add(x + ((nint)row * Columns), count, Columns, means, weights, zeros, to, unused);
            }
        }

        GC.KeepAlive(X);
    }

    private void AddStored(int start, int end, Span<double> sums)
    {
        var sparse = X.Sparse!;
        var starts = sparse.RowStarts;
        var columns = sparse.ColumnIndices;
        var values = sparse.Values;
        for (var row = start; row < end; row++)
        {
            var weight = Weights?[row] ?? 1;
            for (var i = starts[row]; i < starts[row + 1]; i++)
            {
                var (column, distance) = (columns[i], values[i] - XMeans[columns[i]]);
                sums[column] += weight * distance * distance;
                sums[Columns + column] += weight;
            }
        }
    }
}
