namespace Kiln.Data;

/// <content>Changing and adding columns.</content>
public sealed partial class Table
{
    /// <summary>The column of that name as numbers.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="DatasetException">There is no such column, or it is text.</exception>
    public NumberColumn Numbers(string name) => this[name] as NumberColumn
        ?? throw new DatasetException($"table: column '{name}' is text; numbers were asked for");

    /// <summary>The column of that name as text.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="DatasetException">There is no such column, or it is of numbers.</exception>
    public TextColumn Texts(string name) => this[name] as TextColumn
        ?? throw new DatasetException($"table: column '{name}' is of numbers; text was asked for");

    /// <summary>The table with one more column, or with another in the place of the one of that name.</summary>
    /// <param name="column">The column.</param>
    /// <exception cref="DatasetException">It has another number of rows.</exception>
    public Table With(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return _places.TryGetValue(column.Name, out var place)
            ? new([.. _columns[..place], column, .. _columns[(place + 1)..]])
            : new([.. _columns, column]);
    }

    /// <summary>The table with one more column of numbers, or with other numbers in the place of the one of that name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">The values, one for each row; kept, not copied.</param>
    /// <exception cref="DatasetException">They are not as many as the rows.</exception>
    public Table With(string name, double[] values) => With(new NumberColumn(name, values));

    /// <summary>The table with one more column of text, or with other text in the place of the one of that name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">The values, one for each row; kept, not copied.</param>
    /// <exception cref="DatasetException">They are not as many as the rows.</exception>
    public Table With(string name, string?[] values) => With(new TextColumn(name, values));

    /// <summary>The table with a column under another name.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="newName">What it is to be called.</param>
    /// <exception cref="DatasetException">There is no such column, or another of the new name.</exception>
    public Table Rename(string name, string newName)
    {
        var place = PlaceOf(name);
        return new([.. _columns[..place], _columns[place].Rename(newName), .. _columns[(place + 1)..]]);
    }

    /// <summary>The columns of this table and of others, side by side.</summary>
    /// <param name="others">Tables of as many rows.</param>
    /// <exception cref="DatasetException">The numbers of rows differ, or a name comes twice.</exception>
    public Table Beside(params IReadOnlyList<Table> others)
    {
        ArgumentNullException.ThrowIfNull(others);
        return new([.. _columns, .. others.SelectMany(table => table._columns)]);
    }
}
