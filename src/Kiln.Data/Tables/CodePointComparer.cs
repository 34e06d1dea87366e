namespace Kiln.Data;

/// <summary>
/// The order of Python's strings and of NumPy's: by code point. .NET's ordinal order is by UTF-16 unit, in which the halves of characters beyond U+FFFF come before
/// U+E000 … U+FFFF. Classes, levels of categories and vocabularies are in this order, so that their numbers are scikit-learn's.
/// </summary>
public sealed class CodePointComparer : IComparer<string?>
{
    private CodePointComparer()
    {
    }

    /// <summary>The one there is; safe for many threads.</summary>
    public static CodePointComparer Instance { get; } = new();

    /// <summary>Below 0 where the first comes before the second, 0 where they are equal, above 0 otherwise; null comes before every text.</summary>
    /// <param name="x">The first.</param>
    /// <param name="y">The second.</param>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return string.CompareOrdinal(x, y);
        }

        var same = x.AsSpan().CommonPrefixLength(y);
        return same == x.Length || same == y.Length ? x.Length.CompareTo(y.Length) : Key(x[same]).CompareTo(Key(y[same]));
    }

    /// <summary>Units that are half a character stand for one beyond U+FFFF, which all others come before.</summary>
    private static int Key(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
