namespace Kiln.Estimators;

/// <summary>A sparse matrix column after column (CSC), and loops over the stored values of one in rows.</summary>
internal sealed record SparseColumns(int[] Starts, int[] Rows, double[] Values, int RowCount)
{
    public static SparseColumns Of(SparseMatrix matrix)
    {
        var starts = new int[matrix.ColumnCount + 1];
        foreach (var column in matrix.ColumnIndices)
        {
            starts[column + 1]++;
        }

        for (var c = 0; c < matrix.ColumnCount; c++)
        {
            starts[c + 1] += starts[c];
        }

        var next = starts.AsSpan(0, matrix.ColumnCount).ToArray();
        var (rows, values) = (new int[matrix.StoredCount], new double[matrix.StoredCount]);
        for (var row = 0; row < matrix.RowCount; row++)
        {
            for (var i = matrix.RowStarts[row]; i < matrix.RowStarts[row + 1]; i++)
            {
                var at = next[matrix.ColumnIndices[i]]++;
                (rows[at], values[at]) = (row, matrix.Values[i]);
            }
        }

        return new(starts, rows, values, matrix.RowCount);
    }

    public ReadOnlySpan<double> Column(int column) => Values.AsSpan(Starts[column]..Starts[column + 1]);

    /// <summary>The same places with other values: a function of the value and its column.</summary>
    public static Features Map(Features x, Func<double, int, double> function)
    {
        var matrix = x.Sparse!;
        var values = new double[matrix.StoredCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = function(matrix.Values[i], matrix.ColumnIndices[i]);
        }

        return Features.Of(new SparseMatrix(matrix.RowStarts.ToArray(), matrix.ColumnIndices.ToArray(), values, matrix.ColumnCount), x.Names);
    }

    /// <summary>Every stored value times the number of its column.</summary>
    public static Features Scale(Features x, double[] factors)
    {
        var matrix = x.Sparse!;
        var values = new double[matrix.StoredCount];
        var from = matrix.Values;
        var columns = matrix.ColumnIndices;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = from[i] * factors[columns[i]];
        }

        return Features.Of(new SparseMatrix(matrix.RowStarts.ToArray(), columns.ToArray(), values, matrix.ColumnCount), x.Names);
    }

    /// <summary>The matrix without stored zeros.</summary>
    public static SparseMatrix WithoutZeros(SparseMatrix matrix)
    {
        var starts = new int[matrix.RowCount + 1];
        var (columns, values) = (new List<int>(), new List<double>());
        for (var row = 0; row < matrix.RowCount; row++)
        {
            for (var i = matrix.RowStarts[row]; i < matrix.RowStarts[row + 1]; i++)
            {
                if (matrix.Values[i] != 0)
                {
                    columns.Add(matrix.ColumnIndices[i]);
                    values.Add(matrix.Values[i]);
                }
            }

            starts[row + 1] = columns.Count;
        }

        return new(starts, [.. columns], [.. values], matrix.ColumnCount);
    }

    /// <summary>The smallest and the largest value of each column, the zeros that are not stored among them.</summary>
    public static (double[] Low, double[] High) Extremes(SparseMatrix matrix)
    {
        var (low, high, counts) = (new double[matrix.ColumnCount], new double[matrix.ColumnCount], new int[matrix.ColumnCount]);
        low.AsSpan().Fill(double.PositiveInfinity);
        high.AsSpan().Fill(double.NegativeInfinity);
        for (var i = 0; i < matrix.StoredCount; i++)
        {
            var (c, value) = (matrix.ColumnIndices[i], matrix.Values[i]);
            counts[c]++;
            low[c] = value < low[c] ? value : low[c];
            high[c] = value > high[c] ? value : high[c];
        }

        for (var c = 0; c < low.Length; c++)
        {
            if (counts[c] < matrix.RowCount)
            {
                (low[c], high[c]) = (Math.Min(low[c], 0), Math.Max(high[c], 0));
            }
        }

        return (low, high);
    }
}
