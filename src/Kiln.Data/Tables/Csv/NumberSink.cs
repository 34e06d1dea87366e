namespace Kiln.Data;

/// <summary>
/// Writes numbers to every <paramref name="stride"/>-th place of an array: a column of its own (stride 1), or one column of a row-major matrix, which
/// is so filled without a second copy.
/// </summary>
/// <param name="name">The column's name.</param>
/// <param name="words">Reads numbers.</param>
/// <param name="values">The array.</param>
/// <param name="first">Where the first number goes.</param>
/// <param name="stride">How far the next one is.</param>
internal sealed class NumberSink(string name, FieldWords words, double[] values, int first, int stride) : ColumnSink(name)
{
    private int _next = first;
    private bool _areIntegers = true;

    /// <summary>The array.</summary>
    public double[] Values => values;

    /// <summary>Whether all were written as integers, none of them missing.</summary>
    public bool AreIntegers => _areIntegers && values.Length > 0;

    public override bool Add(ReadOnlySpan<byte> field)
    {
        var isNumber = words.TryRead(field, out values[_next]);
        _next += stride;
        _areIntegers = _areIntegers && FieldWords.IsInteger(field);
        return isNumber;
    }
}
