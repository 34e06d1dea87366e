using System.Globalization;
using System.Text;

namespace Kiln.Estimators;

/// <summary>Small letters as Python's <c>str.lower</c> makes them: the simple mapping of Unicode, with its two exceptions (İ becomes two characters, Σ at a word's end is ς).</summary>
internal static class TextCase
{
    private static readonly char[] s_lower = Make();

    public static ReadOnlySpan<char> Lower(string text, TextBuffers buffers)
    {
        var lower = buffers.Lower(2 * text.Length);
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var unit = text[i];
            if (unit is 'İ')
            {
                lower[count++] = 'i';
                lower[count++] = '\u0307';
            }
            else if (unit is 'Σ')
            {
                lower[count++] = IsFinal(text, i) ? 'ς' : 'σ';
            }
            else if (char.IsHighSurrogate(unit) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                count += Rune.ToLowerInvariant(new Rune(unit, text[++i])).EncodeToUtf16(lower.AsSpan(count));
            }
            else
            {
                lower[count++] = s_lower[unit];
            }
        }

        return lower.AsSpan(0, count);
    }

    /// <summary>A letter with case before it, none behind it; what has no case by itself (marks, apostrophes, full stops) is passed over.</summary>
    private static bool IsFinal(string text, int at)
    {
        var before = at - 1;
        while (before >= 0 && IsIgnorable(text[before]))
        {
            before--;
        }

        var after = at + 1;
        while (after < text.Length && IsIgnorable(text[after]))
        {
            after++;
        }

        return before >= 0 && IsCased(text[before]) && !(after < text.Length && IsCased(text[after]));
    }

    private static bool IsCased(char unit) => CharUnicodeInfo.GetUnicodeCategory(unit) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;

    private static bool IsIgnorable(char unit) => unit is '\'' or '.' or ':' or '^' or '`' or '\u00B7' or '\u2019' || CharUnicodeInfo.GetUnicodeCategory(unit)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;

    private static char[] Make()
    {
        var lower = new char[char.MaxValue + 1];
        for (var unit = 0; unit < lower.Length; unit++)
        {
            lower[unit] = char.IsSurrogate((char)unit) ? (char)unit : char.ToLowerInvariant((char)unit);
        }

        return lower;
    }
}
