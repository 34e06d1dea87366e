namespace Kiln.Data;

/// <summary>
/// A column of strings; a missing one is null. Where few differ it is held as categories: each different string once, and for each row its number, four
/// bytes. <see cref="Values"/> and <see cref="Codes"/> are there either way and are made when they are first asked for.
/// </summary>
public sealed class TextColumn : Column
{
    private string?[]? _values;
    private Categories? _categories;

    /// <summary>Makes a column; the array is kept, not copied.</summary>
    /// <param name="name">The name.</param>
    /// <param name="values">The values; null for a missing one.</param>
    public TextColumn(string name, string?[] values)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(values);
        _values = values;
        Count = values.Length;
    }

    private TextColumn(string name, Categories categories)
        : base(name)
    {
        _categories = categories;
        Count = categories.Codes.Length;
    }

    /// <summary>The values; null for a missing one.</summary>
    public ReadOnlySpan<string?> Values => _values ??= _categories!.ToStrings();

    /// <summary>The different values, ascending by code point.</summary>
    public IReadOnlyList<string> Levels => Coded.Levels;

    /// <summary>For each row the number of its value among <see cref="Levels"/>, −1 for a missing one.</summary>
    public ReadOnlySpan<int> Codes => Coded.Codes;

    /// <summary>Why a column read from a file is text although most of its values are numbers; null for any other column.</summary>
    public MixedValues? Mixed { get; internal init; }

    /// <summary>Whether the column is held as categories: each different value once.</summary>
    public bool IsCategorical => _categories is not null;

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override int MissingCount => _categories is { } categories ? categories.Codes.Count(code => code < 0) : _values!.Count(v => v is null);

    /// <inheritdoc/>
    public override string Kind => "text";

    private Categories Coded => _categories ??= Categories.Of(_values!);

    /// <summary>Makes a column of categories.</summary>
    /// <param name="name">The name.</param>
    /// <param name="codes">For each row the number of its value among the levels, −1 for a missing one; copied.</param>
    /// <param name="levels">Different values, in any order; the column has them ascending, and without those that no row has.</param>
    /// <exception cref="DatasetException">A number is none of a level, or a level comes twice.</exception>
    public static TextColumn FromCodes(string name, ReadOnlySpan<int> codes, IReadOnlyList<string> levels) => FromCodes(name, codes, levels, null);

    internal static TextColumn FromCodes(string name, ReadOnlySpan<int> codes, IReadOnlyList<string> levels, MixedValues? mixed)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return new(name, Categories.Of(name, codes, levels)) { Mixed = mixed };
    }

    /// <inheritdoc/>
    public override bool IsMissing(int row) => _values is null ? _categories!.Codes[row] < 0 : _values[row] is null;

    /// <inheritdoc/>
    public override string? TextAt(int row) => _values is null ? _categories!.At(row) : _values[row];

    /// <inheritdoc/>
    public override TextColumn Take(ReadOnlySpan<int> rows)
    {
        if (_categories is { } categories)
        {
            return new(Name, categories.Take(rows)) { Mixed = Mixed };
        }

        var taken = new string?[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            taken[i] = _values![rows[i]];
        }

        return new(Name, taken) { Mixed = Mixed };
    }

    /// <inheritdoc/>
    public override TextColumn Rename(string name) => _categories is { } categories ? new(name, categories) { Mixed = Mixed } : new(name, _values!) { Mixed = Mixed };
}
