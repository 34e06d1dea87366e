using System.Globalization;

namespace Kiln.Data;

/// <summary>One named column of a <see cref="Table"/>: numbers or text. Columns do not change.</summary>
public abstract class Column
{
    private const int ShownValues = 3;
    private const int LongestText = 20;

    private protected Column(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
    }

    /// <summary>The name, as in the header line.</summary>
    public string Name { get; }

    /// <summary>How many values.</summary>
    public abstract int Count { get; }

    /// <summary>How many values are missing.</summary>
    public abstract int MissingCount { get; }

    /// <summary>"numbers" or "text", for messages.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether a value is missing.</summary>
    /// <param name="row">Its row.</param>
    public abstract bool IsMissing(int row);

    /// <summary>A value as text; null when it is missing. Numbers are written so that they read back the same.</summary>
    /// <param name="row">Its row.</param>
    public abstract string? TextAt(int row);

    /// <summary>The values of some rows, in that order.</summary>
    /// <param name="rows">Row numbers.</param>
    public abstract Column Take(ReadOnlySpan<int> rows);

    /// <summary>The same values under another name.</summary>
    /// <param name="name">The name.</param>
    public abstract Column Rename(string name);

    /// <summary>Name, length and first values: <c>age: 150 numbers (22, 38, missing, …), 3 missing</c>.</summary>
    public sealed override string ToString()
    {
        var values = Enumerable.Range(0, Math.Min(ShownValues, Count)).Select(row => TextAt(row) is { } text ? NearNames.Shown(text, LongestText) : "missing");
        var (kind, missing) = (Count == 1 ? Kind.TrimEnd('s') : this is TextColumn ? Kind + "s" : Kind, MissingCount);
        return string.Create(CultureInfo.InvariantCulture, $"{NearNames.Shown(Name)}: {Count} {kind}")
            + (Count == 0 ? string.Empty : $" ({string.Join(", ", values)}{(Count > ShownValues ? ", …" : string.Empty)})")
            + (missing == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $", {missing} missing"));
    }
}
