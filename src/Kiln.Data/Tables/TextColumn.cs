namespace Kiln.Data;

/// <summary>A column of strings; a missing one is null.</summary>
public sealed class TextColumn : Column
{
    private readonly string?[] _values;

    /// <summary>Makes a column; the array is kept, not copied.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">The values; null for a missing one.</param>
    public TextColumn(string name, string?[] values)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(values);
        _values = values;
    }

    /// <summary>The values; null for a missing one.</summary>
    public ReadOnlySpan<string?> Values => _values;

    /// <inheritdoc/>
    public override int Count => _values.Length;

    /// <inheritdoc/>
    public override int MissingCount => _values.Count(v => v is null);

    /// <inheritdoc/>
    public override string Kind => "text";

    /// <inheritdoc/>
    public override bool IsMissing(int row) => _values[row] is null;

    /// <inheritdoc/>
    public override string? TextAt(int row) => _values[row];

    /// <inheritdoc/>
    public override TextColumn Take(ReadOnlySpan<int> rows)
    {
        var taken = new string?[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            taken[i] = _values[rows[i]];
        }

        return new(Name, taken);
    }

    /// <inheritdoc/>
    public override TextColumn Rename(string name) => new(name, _values);
}
