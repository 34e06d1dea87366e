namespace Kiln.Data;

/// <content>Choosing, ordering and joining rows.</content>
public sealed partial class Table
{
    /// <summary>The first rows; all where there are fewer.</summary>
    /// <param name="rows">How many; 5 by default.</param>
    public Table Head(int rows = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return Take([.. Enumerable.Range(0, Math.Min(rows, RowCount))]);
    }

    /// <summary>The rows that pass a test: <c>table.Where(row => row.Value("age") > 30)</c>.</summary>
    /// <param name="test">Whether to keep a row.</param>
    public Table Where(Func<TableRow, bool> test)
    {
        ArgumentNullException.ThrowIfNull(test);
        var kept = new List<int>();
        for (var row = 0; row < RowCount; row++)
        {
            if (test(new TableRow(this, row)))
            {
                kept.Add(row);
            }
        }

        return Take([.. kept]);
    }

    /// <summary>The rows that have no missing value, in some columns or in all.</summary>
    /// <param name="columns">The columns that count; all by default.</param>
    /// <exception cref="DatasetException">There is no such column.</exception>
    public Table DropMissing(params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        Column[] looked = columns.Count == 0 ? _columns : [.. columns.Select(name => this[name])];
        return Take([.. Enumerable.Range(0, RowCount).Where(row => !Array.Exists(looked, column => column.IsMissing(row)))]);
    }

    /// <summary>The rows in ascending order of a column (text by code point); rows that are equal keep their order, and missing values come last.</summary>
    /// <param name="name">The column.</param>
    /// <param name="descending">Whether the largest comes first; missing values are last even so.</param>
    /// <exception cref="DatasetException">There is no such column.</exception>
    public Table SortBy(string name, bool descending = false) => Take(RowOrder.Of(this[name], descending));

    /// <summary>The rows of tables below one another. The columns are those of the first; the others have the same, in any order.</summary>
    /// <param name="tables">The tables; at least one.</param>
    /// <exception cref="DatasetException">A column is missing or of another kind.</exception>
    public static Table Concat(params IReadOnlyList<Table> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        if (tables.Count == 0)
        {
            return new Table();
        }

        foreach (var table in tables)
        {
            if (table._columns.Length != tables[0]._columns.Length)
            {
                throw new DatasetException($"table: one of the tables has {table._columns.Length} columns, the first has {tables[0]._columns.Length}; all need the same");
            }
        }

        return new([.. tables[0]._columns.Select(column => ColumnJoin.Below([.. tables.Select(table => table[column.Name])]))]);
    }
}
