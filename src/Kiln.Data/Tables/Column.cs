namespace Kiln.Data;

/// <summary>One named column of a <see cref="Table"/>: numbers or text. Columns do not change.</summary>
public abstract class Column
{
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
}
