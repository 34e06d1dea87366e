namespace Kiln.Data;

/// <summary>Takes the fields of one column of a file, row after row.</summary>
internal abstract class ColumnSink(string name)
{
    /// <summary>The column's name.</summary>
    public string Name => name;

    /// <summary>Takes the next field.</summary>
    /// <returns>False where it is none of the kind; the sink takes no more.</returns>
    public abstract bool Add(ReadOnlySpan<byte> field);
}
