namespace Kiln.Data;

/// <summary>One row of a table, to look at while rows are chosen.</summary>
public readonly struct TableRow : IEquatable<TableRow>
{
    private readonly Table _table;

    internal TableRow(Table table, int number) => (_table, Number) = (table, number);

    /// <summary>Its number, from 0.</summary>
    public int Number { get; }

    /// <summary>A value as text; null when it is missing.</summary>
    /// <param name="column">The column's name.</param>
    /// <exception cref="DatasetException">There is no such column.</exception>
    public string? Text(string column) => _table[column].TextAt(Number);

    /// <summary>A number; NaN when it is missing.</summary>
    /// <param name="column">The column's name.</param>
    /// <exception cref="DatasetException">There is no such column, or it is text.</exception>
    public double Value(string column) => _table.Numbers(column).Values[Number];

    /// <summary>Whether a value is missing.</summary>
    /// <param name="column">The column's name.</param>
    /// <exception cref="DatasetException">There is no such column.</exception>
    public bool IsMissing(string column) => _table[column].IsMissing(Number);

    /// <inheritdoc/>
    public bool Equals(TableRow other) => ReferenceEquals(_table, other._table) && Number == other.Number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TableRow other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_table, Number);

    /// <summary>Whether two are the same row of the same table.</summary>
    public static bool operator ==(TableRow left, TableRow right) => left.Equals(right);

    /// <summary>Whether two are not the same row of the same table.</summary>
    public static bool operator !=(TableRow left, TableRow right) => !left.Equals(right);
}
