namespace Kiln.Estimators;

/// <summary>A sparse matrix by columns: column j's values are those from Starts[j] up to Starts[j + 1], each with its row.</summary>
internal sealed record SparseColumns(int[] Starts, int[] Rows, double[] Values)
{
    /// <summary>The columns of a matrix held by rows.</summary>
    public static SparseColumns Of(SparseMatrix matrix)
    {
        var starts = new int[matrix.ColumnCount + 1];
        var columns = matrix.ColumnIndices;
        foreach (var column in columns)
        {
            starts[column + 1]++;
        }

        for (var column = 0; column < matrix.ColumnCount; column++)
        {
            starts[column + 1] += starts[column];
        }

        var (next, rows, values) = (starts.AsSpan(0, matrix.ColumnCount).ToArray(), new int[matrix.StoredCount], new double[matrix.StoredCount]);
        for (var row = 0; row < matrix.RowCount; row++)
        {
            for (var i = matrix.RowStarts[row]; i < matrix.RowStarts[row + 1]; i++)
            {
                var at = next[columns[i]]++;
                (rows[at], values[at]) = (row, matrix.Values[i]);
            }
        }

        return new(starts, rows, values);
    }
}
