namespace Kiln.Tokenizers;

/// <summary>
/// Looks for a part of a text in time linear in both, whatever they hold: the base library compares a long part anew at each place where its beginning and end
/// fit, which a template could drive to the product of the lengths. Source: D. E. Knuth, J. H. Morris, V. R. Pratt, "Fast pattern matching in strings", 1977.
/// </summary>
internal static class TemplateSearch
{
    // Below it, the base library's vectors are faster than linear search at their worst, too.
    private const int LongPart = 64;

    /// <summary>The first position of the part, or -1.</summary>
    public static int IndexOf(ReadOnlySpan<char> text, ReadOnlySpan<char> part) =>
        part.Length <= LongPart || part.Length >= text.Length ? text.IndexOf(part) : Search(text, part, fromRight: false);

    /// <summary>The last position of the part, or -1.</summary>
    public static int LastIndexOf(ReadOnlySpan<char> text, ReadOnlySpan<char> part) =>
        part.Length <= LongPart || part.Length >= text.Length ? text.LastIndexOf(part) : Search(text, part, fromRight: true);

    /// <summary>How often the part occurs without overlap.</summary>
    public static int Count(ReadOnlySpan<char> text, ReadOnlySpan<char> part)
    {
        var count = 0;
        for (int at; (at = IndexOf(text, part)) >= 0; text = text[(at + part.Length)..])
        {
            count++;
        }

        return count;
    }

    private static int Search(ReadOnlySpan<char> text, ReadOnlySpan<char> part, bool fromRight)
    {
        // Most parts that are not there are told by vectors, without a table.
        if (!text.Contains(part[0]) || !text.Contains(part[^1]))
        {
            return -1;
        }

        // For each beginning of the part, the length of the longest shorter beginning that it ends with; from the right all is read backwards.
        var borders = new int[part.Length + 1];
        borders[0] = -1;
        for (int i = 0, border = -1; i < part.Length;)
        {
            while (border >= 0 && At(part, i, fromRight) != At(part, border, fromRight))
            {
                border = borders[border];
            }

            borders[++i] = ++border;
        }

        var matched = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = At(text, i, fromRight);
            while (matched >= 0 && At(part, matched, fromRight) != c)
            {
                matched = borders[matched];
            }

            if (++matched == part.Length)
            {
                return fromRight ? text.Length - 1 - i : i + 1 - part.Length;
            }
        }

        return -1;
    }

    private static char At(ReadOnlySpan<char> text, int index, bool fromRight) => text[fromRight ? text.Length - 1 - index : index];
}
