using System.Globalization;
using System.Text;

namespace Kiln.Estimators;

/// <summary>Takes accents off: decomposition (NFKD), then what is not wanted is left out.</summary>
internal static class Accents
{
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> text, AccentStripping how)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var decomposed = text.ToString().Normalize(NormalizationForm.FormKD);
        var kept = new StringBuilder(decomposed.Length);
        foreach (var rune in decomposed.EnumerateRunes())
        {
            if (how == AccentStripping.Ascii ? rune.IsAscii : Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
            {
                kept.Append(rune.ToString());
            }
        }

        return kept.ToString();
    }
}
