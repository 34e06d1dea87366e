namespace Kiln.Data;

/// <content>Looking at a table.</content>
public sealed partial class Table
{
    /// <summary>How often each combination of values of some columns comes, most often first and then as they first come; missing values count as one.</summary>
    /// <param name="columns">The columns; at least one.</param>
    /// <returns>The columns, and "count".</returns>
    /// <exception cref="DatasetException">There is no such column.</exception>
    public Table CountBy(params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var groups = RowGroups.Of(Select(columns));
        var order = Enumerable.Range(0, groups.FirstRows.Length).OrderByDescending(group => groups.Counts[group]).ToArray();
        return Select(columns).Take([.. order.Select(group => groups.FirstRows[group])])
            .With(new NumberColumn("count", [.. order.Select(group => (double)groups.Counts[group])]));
    }

    /// <summary>The mean of each column of numbers within each group of rows that agree in a column; missing values do not count.</summary>
    /// <param name="column">The column that makes the groups.</param>
    /// <returns>One row for each group, in ascending order of the column: the column, and the mean of every other column of numbers.</returns>
    /// <exception cref="DatasetException">There is no such column.</exception>
    public Table MeanBy(string column)
    {
        var groups = RowGroups.Of(Select(column));
        var means = new List<Column> { this[column].Take(groups.FirstRows) };
        foreach (var other in _columns)
        {
            if (other is NumberColumn numbers && other.Name != column)
            {
                means.Add(new NumberColumn(other.Name, groups.Means(numbers.Values)));
            }
        }

        return new Table(means).SortBy(column);
    }

    /// <summary>
    /// For each column of numbers: how many values are there, how many are missing, mean, standard deviation (of a sample), smallest, the quartiles (linear
    /// between two values) and largest; what pandas' describe says.
    /// </summary>
    /// <returns>One row for each column of numbers.</returns>
    public Table Describe() => TableSummary.Describe(this);

    /// <summary>The first rows, in columns.</summary>
    public override string ToString() => TableSummary.Show(this);
}
