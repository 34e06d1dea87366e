using System.Text;

namespace Kiln.Estimators;

/// <summary>
/// Takes accents off: compatibility decomposition (NFKD, Unicode Standard Annex 15), then what combines is left out, or all that is not ASCII. The data are those of
/// Unicode 15, packed by eng/unicode/make_accents.mjs, so that nothing depends on the platform: .NET itself does not decompose where globalization is invariant.
/// </summary>
internal static class Accents
{
    private const int HangulFirst = 0xAC00, HangulCount = 11172, LeadFirst = 0x1100, VowelFirst = 0x1161, TailFirst = 0x11A7, VowelCount = 21, TailCount = 28;

    private static readonly Lazy<string?[]?[]> s_pages = new(Read);

    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> text, AccentStripping how)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var pages = s_pages.Value;
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                kept.Append((char)rune.Value);
            }
            else if (pages[rune.Value >> 8]?[rune.Value & 0xFF] is { } left)
            {
                Append(kept, left, how);
            }
            else if (how == AccentStripping.Unicode)
            {
                Append(kept, rune);
            }
        }

        return kept.ToString();
    }

    private static void Append(StringBuilder kept, string left, AccentStripping how)
    {
        foreach (var unit in left)
        {
            if (how == AccentStripping.Unicode || char.IsAscii(unit))
            {
                kept.Append(unit);
            }
        }
    }

    /// <summary>A character that stands in no table: itself, or the letters of a Hangul syllable.</summary>
    private static void Append(StringBuilder kept, Rune rune)
    {
        var syllable = rune.Value - HangulFirst;
        if ((uint)syllable >= HangulCount)
        {
            kept.Append(rune);
            return;
        }

        kept.Append((char)(LeadFirst + (syllable / (VowelCount * TailCount)))).Append((char)(VowelFirst + (syllable / TailCount % VowelCount)));
        if (syllable % TailCount is > 0 and var tail)
        {
            kept.Append((char)(TailFirst + tail));
        }
    }

    /// <summary>What is left of each character that changes, in pages of 256.</summary>
    private static string?[]?[] Read()
    {
        using var stream = typeof(Accents).Assembly.GetManifestResourceStream("Kiln.Estimators.accents")!;
        var data = new byte[stream.Length];
        stream.ReadExactly(data);
        var pages = new string?[]?[0x1100];
        var (at, point) = (0, 0);
        var left = new StringBuilder();
        for (var count = Next(data, ref at); count > 0; count--)
        {
            point += Next(data, ref at);
            left.Clear();
            for (var length = Next(data, ref at); length > 0; length--)
            {
                left.Append(new Rune(Next(data, ref at)));
            }

            (pages[point >> 8] ??= new string?[256])[point & 0xFF] = left.ToString();
        }

        return pages;
    }

    /// <summary>A number of seven bits a byte, the low ones first.</summary>
    private static int Next(ReadOnlySpan<byte> data, ref int at)
    {
        var (value, shift) = (0, 0);
        for (; data[at] >= 0x80; shift += 7)
        {
            value |= (data[at++] & 0x7F) << shift;
        }

        return value | (data[at++] << shift);
    }
}
