namespace Kiln.Estimators;

/// <summary>
/// The order of Python's strings: by code point. .NET's ordinal order is by UTF-16 unit, in which the halves of characters beyond U+FFFF come before U+E000 …
/// U+FFFF.
/// </summary>
internal sealed class CodePoints : IComparer<string>
{
    public static CodePoints Order { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return string.CompareOrdinal(x, y);
        }

        var same = x.AsSpan().CommonPrefixLength(y);
        return same == x.Length || same == y.Length ? x.Length.CompareTo(y.Length) : Key(x[same]).CompareTo(Key(y[same]));
    }

    private static int Key(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
