namespace Kiln.Data;

/// <summary>
/// Named columns of equal length, each of numbers or of text. A table does not change; every method returns a new one that shares the columns it keeps.
/// </summary>
public sealed partial class Table
{
    private readonly Column[] _columns;
    private readonly Dictionary<string, int> _places;

    /// <summary>Makes a table of columns.</summary>
    /// <param name="columns">The columns, of equal length and different names.</param>
    /// <exception cref="DatasetException">Lengths differ, or a name comes twice.</exception>
    public Table(params IReadOnlyList<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [.. columns];
        _places = new(_columns.Length, StringComparer.Ordinal);
        for (var i = 0; i < _columns.Length; i++)
        {
            if (_columns[i].Count != _columns[0].Count)
            {
                throw new DatasetException($"table: column '{_columns[i].Name}' has {_columns[i].Count} rows, '{_columns[0].Name}' has {_columns[0].Count}; "
                    + "all columns have the same number");
            }

            if (!_places.TryAdd(_columns[i].Name, i))
            {
                throw new DatasetException($"table: two columns are called '{_columns[i].Name}'; rename one");
            }
        }
    }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<Column> Columns => _columns;

    /// <summary>The names of the columns, in order.</summary>
    public IReadOnlyList<string> Names => Array.ConvertAll(_columns, column => column.Name);

    /// <summary>
    /// What one ought to know of how the table was read: each column that became text although most of its values are numbers, with file, line and cell
    /// (<see cref="TextColumn.Mixed"/>). Empty when all is well.
    /// </summary>
    public IReadOnlyList<string> Warnings => [.. _columns.OfType<TextColumn>().Where(column => column.Mixed is not null).Select(column => column.Mixed!.ToString())];

    /// <summary>How many rows.</summary>
    public int RowCount => _columns.Length == 0 ? 0 : _columns[0].Count;

    /// <summary>A column by its name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="DatasetException">There is no such column; the message lists the near names.</exception>
    public Column this[string name] => _columns[PlaceOf(name)];

    /// <summary>Whether there is a column of that name.</summary>
    /// <param name="name">The name.</param>
    public bool Contains(string name) => _places.ContainsKey(name);

    /// <summary>The number of the column of that name, counted from 0.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="DatasetException">There is no such column; the message lists the near names.</exception>
    public int PlaceOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _places.TryGetValue(name, out var place)
            ? place
            : throw new DatasetException($"table: there is no column '{name}'; {NearNames.Hint(name, Names, "the columns are")}");
    }

    /// <summary>Some columns, in the order given.</summary>
    /// <param name="names">Their names.</param>
    /// <exception cref="DatasetException">There is no such column.</exception>
    public Table Select(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new([.. names.Select(name => this[name])]);
    }

    /// <summary>All columns but some.</summary>
    /// <param name="names">Those to leave out.</param>
    /// <exception cref="DatasetException">There is no such column.</exception>
    public Table Drop(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var dropped = names.Select(PlaceOf).ToHashSet();
        return new([.. _columns.Where((_, place) => !dropped.Contains(place))]);
    }

    /// <summary>Some rows, in the order given; a row may come more than once.</summary>
    /// <param name="rows">Row numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Table Take(ReadOnlySpan<int> rows)
    {
        RowNumbers.Check("table", rows, RowCount);
        var taken = new Column[_columns.Length];
        for (var i = 0; i < taken.Length; i++)
        {
            taken[i] = _columns[i].Take(rows);
        }

        return new(taken);
    }
}
