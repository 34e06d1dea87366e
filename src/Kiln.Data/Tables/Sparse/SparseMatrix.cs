namespace Kiln.Data;

/// <summary>
/// A sparse matrix of float64 in compressed rows (CSR): the values of row i are those from <c>RowStarts[i]</c> up to <c>RowStarts[i + 1]</c>, each
/// with its column, ascending and without repetition within a row. It does not change.
/// </summary>
public sealed partial class SparseMatrix
{
    private readonly int[] _rowStarts;
    private readonly int[] _columns;
    private readonly double[] _values;

    /// <summary>Makes a matrix of its three arrays; they are kept, not copied.</summary>
    /// <param name="rowStarts">Where each row begins, one more than rows, beginning with 0.</param>
    /// <param name="columnIndices">The column of each value.</param>
    /// <param name="values">The values.</param>
    /// <param name="columns">How many columns the matrix has.</param>
    /// <exception cref="DatasetException">The arrays do not describe a matrix.</exception>
    public SparseMatrix(int[] rowStarts, int[] columnIndices, double[] values, int columns)
    {
        ArgumentNullException.ThrowIfNull(rowStarts);
        ArgumentNullException.ThrowIfNull(columnIndices);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Check(rowStarts, columnIndices, values.Length, columns);
        (_rowStarts, _columns, _values, ColumnCount) = (rowStarts, columnIndices, values, columns);
    }

    /// <summary>A matrix of arrays that are known to be right.</summary>
    private SparseMatrix(int[] rowStarts, int[] columnIndices, double[] values, int columns, bool trusted)
    {
        System.Diagnostics.Debug.Assert(trusted, "arrays from outside are checked");
        (_rowStarts, _columns, _values, ColumnCount) = (rowStarts, columnIndices, values, columns);
    }

    /// <summary>How many rows.</summary>
    public int RowCount => _rowStarts.Length - 1;

    /// <summary>How many columns.</summary>
    public int ColumnCount { get; }

    /// <summary>How many values are stored; the others are 0.</summary>
    public int StoredCount => _values.Length;

    /// <summary>Where each row begins in <see cref="ColumnIndices"/> and <see cref="Values"/>; (rows + 1).</summary>
    public ReadOnlySpan<int> RowStarts => _rowStarts;

    /// <summary>The column of each stored value.</summary>
    public ReadOnlySpan<int> ColumnIndices => _columns;

    /// <summary>The stored values.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>One row: the columns of its stored values, and the values.</summary>
    /// <param name="row">Its number.</param>
    public (ReadOnlyMemory<int> Columns, ReadOnlyMemory<double> Values) Row(int row)
    {
        var (start, end) = (_rowStarts[row], _rowStarts[row + 1]);
        return (_columns.AsMemory(start, end - start), _values.AsMemory(start, end - start));
    }

    /// <summary>The matrix of a dense one: what is not 0 is stored.</summary>
    /// <param name="values">Row after row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <exception cref="DatasetException">The span has another length than rows × columns.</exception>
    public static SparseMatrix FromDense(ReadOnlySpan<double> values, int rows, int columns)
    {
        if (values.Length != (long)rows * columns)
        {
            throw new DatasetException($"sparse matrix: {rows} × {columns} values were announced, {values.Length} given");
        }

        var starts = new int[rows + 1];
        var (indices, stored) = (new List<int>(), new List<double>());
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var value = values[(row * columns) + column];
                if (value != 0)
                {
                    indices.Add(column);
                    stored.Add(value);
                }
            }

            starts[row + 1] = stored.Count;
        }

        return new(starts, [.. indices], [.. stored], columns);
    }

    /// <summary>All values, row after row.</summary>
    /// <exception cref="DatasetException">There are more than an array can hold.</exception>
    public double[] ToDense()
    {
        if ((long)RowCount * ColumnCount > Array.MaxLength)
        {
            throw new DatasetException($"sparse matrix: {RowCount} × {ColumnCount} values are too many for a dense array; keep it sparse");
        }

        var dense = new double[RowCount * ColumnCount];
        for (var row = 0; row < RowCount; row++)
        {
            for (var i = _rowStarts[row]; i < _rowStarts[row + 1]; i++)
            {
                dense[(row * ColumnCount) + _columns[i]] = _values[i];
            }
        }

        return dense;
    }

    /// <summary>Some rows, in the order given; a row may come more than once.</summary>
    /// <param name="rows">Row numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public SparseMatrix Take(ReadOnlySpan<int> rows)
    {
        RowNumbers.Check("sparse matrix", rows, RowCount);
        var starts = new int[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++)
        {
            starts[i + 1] = checked(starts[i] + _rowStarts[rows[i] + 1] - _rowStarts[rows[i]]);
        }

        var (columns, values) = (new int[starts[^1]], new double[starts[^1]]);
        for (var i = 0; i < rows.Length; i++)
        {
            var (start, length) = (_rowStarts[rows[i]], starts[i + 1] - starts[i]);
            _columns.AsSpan(start, length).CopyTo(columns.AsSpan(starts[i]));
            _values.AsSpan(start, length).CopyTo(values.AsSpan(starts[i]));
        }

        return new(starts, columns, values, ColumnCount);
    }

    private static void Check(int[] rowStarts, int[] columnIndices, int values, int columns)
    {
        if (rowStarts.Length == 0 || rowStarts[0] != 0 || rowStarts[^1] != values || columnIndices.Length != values)
        {
            throw new DatasetException($"sparse matrix: the row starts begin with 0 and end with the number of values; these are "
                + $"{(rowStarts.Length == 0 ? "empty" : $"{rowStarts[0]} … {rowStarts[^1]}")} for {values} values and {columnIndices.Length} columns");
        }

        for (var row = 0; row + 1 < rowStarts.Length; row++)
        {
            if (rowStarts[row + 1] < rowStarts[row])
            {
                throw new DatasetException($"sparse matrix: row {row} starts at {rowStarts[row]} and the next before it, at {rowStarts[row + 1]}");
            }

            var last = -1;
            for (var i = rowStarts[row]; i < rowStarts[row + 1]; i++)
            {
                if (columnIndices[i] <= last || columnIndices[i] >= columns)
                {
                    throw new DatasetException($"sparse matrix: row {row} has column {columnIndices[i]} after {last}; "
                        + $"the columns of a row ascend and are below {columns}");
                }

                last = columnIndices[i];
            }
        }
    }
}
