namespace Kiln.Data;

/// <content>Making, joining and cutting matrices, and whether two are the same.</content>
public sealed partial class SparseMatrix : IEquatable<SparseMatrix>
{
    /// <summary>The matrix of single values, in any order; values at the same place are added (scipy: <c>coo_matrix</c>).</summary>
    /// <param name="entries">Row, column and value of each.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    /// <exception cref="DatasetException">A place lies outside.</exception>
    public static SparseMatrix FromEntries(IEnumerable<(int Row, int Column, double Value)> entries, int rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        var list = entries.ToList();
        foreach (var (row, column, _) in list)
        {
            if ((uint)row >= (uint)rows || (uint)column >= (uint)columns)
            {
                throw new DatasetException($"sparse matrix: there is no place ({row}, {column}) among ({rows}, {columns})");
            }
        }

        var (starts, indices, values) = (new int[rows + 1], new List<int>(list.Count), new List<double>(list.Count));
        var last = (Row: -1, Column: -1);
        foreach (var (row, column, value) in list.OrderBy(entry => entry.Row).ThenBy(entry => entry.Column))
        {
            if ((row, column) == last)
            {
                values[^1] += value;
                continue;
            }

            last = (row, column);
            indices.Add(column);
            values.Add(value);
            starts[row + 1]++;
        }

        for (var row = 0; row < rows; row++)
        {
            starts[row + 1] += starts[row];
        }

        return new(starts, [.. indices], [.. values], columns, trusted: true);
    }

    /// <summary>Matrices below one another (scipy: <c>vstack</c>).</summary>
    /// <param name="parts">At least one, all of as many columns.</param>
    /// <exception cref="DatasetException">The numbers of columns differ, or there are no parts.</exception>
    public static SparseMatrix Below(params IReadOnlyList<SparseMatrix> parts)
    {
        CheckParts(parts, part => part.ColumnCount, "columns");
        var (starts, next) = (new int[checked(parts.Sum(part => part.RowCount) + 1)], 0);
        var count = checked(parts.Sum(part => part.StoredCount));
        var (columns, values) = (new int[count], new double[count]);
        foreach (var part in parts)
        {
            var before = starts[next];
            part._columns.CopyTo(columns, before);
            part._values.CopyTo(values, before);
            for (var row = 1; row <= part.RowCount; row++)
            {
                starts[++next] = before + part._rowStarts[row];
            }
        }

        return new(starts, columns, values, parts[0].ColumnCount, trusted: true);
    }

    /// <summary>Matrices side by side (scipy: <c>hstack</c>).</summary>
    /// <param name="parts">At least one, all of as many rows.</param>
    /// <exception cref="DatasetException">The numbers of rows differ, or there are no parts.</exception>
    public static SparseMatrix Beside(params IReadOnlyList<SparseMatrix> parts)
    {
        CheckParts(parts, part => part.RowCount, "rows");
        var rows = parts[0].RowCount;
        var count = checked(parts.Sum(part => part.StoredCount));
        var (starts, columns, values) = (new int[rows + 1], new int[count], new double[count]);
        var next = 0;
        for (var row = 0; row < rows; row++)
        {
            var shift = 0;
            foreach (var part in parts)
            {
                for (var i = part._rowStarts[row]; i < part._rowStarts[row + 1]; i++)
                {
                    columns[next] = part._columns[i] + shift;
                    values[next++] = part._values[i];
                }

                shift = checked(shift + part.ColumnCount);
            }

            starts[row + 1] = next;
        }

        return new(starts, columns, values, checked(parts.Sum(part => part.ColumnCount)), trusted: true);
    }

    /// <summary>Neighbouring rows.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such rows.</exception>
    public SparseMatrix Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, RowCount - start);
        var (from, to) = (_rowStarts[start], _rowStarts[start + count]);
        var starts = _rowStarts.AsSpan(start, count + 1).ToArray();
        for (var row = 0; row < starts.Length; row++)
        {
            starts[row] -= from;
        }

        return new(starts, _columns[from..to], _values[from..to], ColumnCount, trusted: true);
    }

    /// <summary>Some columns, in the order given; a column may come more than once.</summary>
    /// <param name="columns">Column numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public SparseMatrix TakeColumns(ReadOnlySpan<int> columns) => Transpose().Take(columns).Transpose();

    /// <summary>Whether both have the same size and store the same values at the same places; a stored 0 differs from one that is not stored.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(SparseMatrix? other) =>
        other is not null && ColumnCount == other.ColumnCount && _rowStarts.AsSpan().SequenceEqual(other._rowStarts)
        && _columns.AsSpan().SequenceEqual(other._columns) && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SparseMatrix);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RowCount, ColumnCount, StoredCount);

    /// <summary>Size and how much is stored.</summary>
    public override string ToString() => $"sparse matrix ({RowCount}, {ColumnCount}), {StoredCount} values stored";

    private static void CheckParts(IReadOnlyList<SparseMatrix> parts, Func<SparseMatrix, int> size, string what)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0)
        {
            throw new DatasetException("sparse matrix: no parts were given to join");
        }

        foreach (var part in parts)
        {
            if (size(part) != size(parts[0]))
            {
                throw new DatasetException($"sparse matrix: parts of {size(parts[0])} and of {size(part)} {what} cannot be joined");
            }
        }
    }
}
