namespace Kiln.Data;

/// <content>The matrix by columns.</content>
public sealed partial class SparseMatrix
{
    private SparseMatrix? _transposed;

    /// <summary>
    /// The transposed matrix. Its rows are this one's columns, so its three arrays are this matrix in compressed columns (CSC): row indices ascending within
    /// each column. Made when first asked for, in time linear in the stored values, and kept.
    /// </summary>
    public SparseMatrix Transpose()
    {
        if (_transposed is null)
        {
            var made = MakeTransposed();
            made._transposed = this;
            Interlocked.CompareExchange(ref _transposed, made, null);
        }

        return _transposed;
    }

    private SparseMatrix MakeTransposed()
    {
        var starts = new int[ColumnCount + 1];
        foreach (var column in _columns)
        {
            starts[column + 1]++;
        }

        for (var column = 0; column < ColumnCount; column++)
        {
            starts[column + 1] += starts[column];
        }

        var next = starts.AsSpan(0, ColumnCount).ToArray();
        var (rows, values) = (new int[_values.Length], new double[_values.Length]);
        for (var row = 0; row < RowCount; row++)
        {
            for (var i = _rowStarts[row]; i < _rowStarts[row + 1]; i++)
            {
                var place = next[_columns[i]]++;
                (rows[place], values[place]) = (row, _values[i]);
            }
        }

        return new(starts, rows, values, RowCount, trusted: true);
    }
}
