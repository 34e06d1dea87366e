using System.Buffers;
using System.Globalization;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>Strings as templates see them: sequences of code points. Strings without surrogates, the usual ones, take the short way.</summary>
internal static class TemplateText
{
    /// <summary>What Python calls a space: that of .NET and the four separators 1c to 1f.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1c' and <= '\x1f';

    /// <summary>Turns <c>\r\n</c> and <c>\r</c> into <c>\n</c>, and leaves every other line separator alone.</summary>
    public static string ReplaceLineEndingsOfThree(this string text) =>
        text.Contains('\r', StringComparison.Ordinal) ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : text;

    public static bool HasSurrogates(string text) => text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') >= 0;

    /// <summary>The number of code points.</summary>
    public static int Length(string text)
    {
        if (!HasSurrogates(text))
        {
            return text.Length;
        }

        var count = 0;
        for (var i = 0; i < text.Length; i += Width(text, i))
        {
            count++;
        }

        return count;
    }

    /// <summary>The characters, each a string of its own.</summary>
    public static List<string> Characters(string text)
    {
        var characters = new List<string>(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var width = Width(text, i);
            characters.Add(text.Substring(i, width));
            i += width;
        }

        return characters;
    }

    /// <summary>The character at a code point index, negative from the end; null beyond.</summary>
    public static string? At(string text, long index)
    {
        if (!HasSurrogates(text))
        {
            index += index < 0 ? text.Length : 0;
            return index >= 0 && index < text.Length ? text[(int)index].ToString() : null;
        }

        var characters = Characters(text);
        index += index < 0 ? characters.Count : 0;
        return index >= 0 && index < characters.Count ? characters[(int)index] : null;
    }

    /// <summary>The index in code points of a UTF-16 position.</summary>
    public static int CodePointIndex(string text, int position) => position < 0 ? -1 : HasSurrogates(text) ? Length(text[..position]) : position;

    /// <summary>The slice <c>text[start:stop:step]</c>.</summary>
    public static string Slice(TemplateRun run, string text, object? start, object? stop, object? step)
    {
        if (!HasSurrogates(text))
        {
            var (first, count, stride) = TemplateNumbers.Slice(run, text.Length, start, stop, step);
            if (stride == 1)
            {
                return text.Substring(first, count);
            }

            return string.Create(count, (text, first, stride), static (span, state) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = state.text[state.first + (i * state.stride)];
                }
            });
        }

        var characters = Characters(text);
        var (from, length, by) = TemplateNumbers.Slice(run, characters.Count, start, stop, step);
        var result = new StringBuilder();
        for (var i = 0; i < length; i++)
        {
            result.Append(characters[from + (i * by)]);
        }

        return result.ToString();
    }

    public static string Upper(string text) => Map(text, static (rune, builder) => builder.Append(rune.Value == 'ß' ? "SS" : Rune.ToUpperInvariant(rune).ToString()));

    /// <summary>Small letters as <c>str.lower</c> has them: Unicode's full mapping, with which one letter becomes two and a sigma that ends a word is another.</summary>
    public static string Lower(string text)
    {
        var lower = text.ToLowerInvariant();
        if (!text.AsSpan().ContainsAny('İ', 'Σ'))
        {
            return lower;
        }

        var result = new StringBuilder(lower.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            // What becomes small without regard to its neighbors keeps its width.
            result.Append(text[i] switch
            {
                'İ' => "i\u0307",
                'Σ' when EndsWord(text, i) => "ς",
                _ => lower.AsSpan(i, 1),
            });
        }

        return result.ToString();
    }

    // Final_Sigma of the Unicode Standard, chapter 3.13: a letter with case before it and none behind, what has no bearing on case left out.
    private static bool EndsWord(string text, int at)
    {
        var before = at;
        while (before > 0 && HasNoBearing(RuneBefore(text, before)))
        {
            before -= RuneBefore(text, before).Utf16SequenceLength;
        }

        if (before == 0 || !HasCase(RuneBefore(text, before)))
        {
            return false;
        }

        var after = at + 1;
        while (after < text.Length && HasNoBearing(RuneAt(text, after)))
        {
            after += RuneAt(text, after).Utf16SequenceLength;
        }

        return after == text.Length || !HasCase(RuneAt(text, after));
    }

    private static Rune RuneAt(string text, int index) => Rune.TryGetRuneAt(text, index, out var rune) ? rune : Rune.ReplacementChar;

    private static Rune RuneBefore(string text, int end) => Rune.DecodeLastFromUtf16(text.AsSpan(0, end), out var rune, out _) == System.Buffers.OperationStatus.Done ? rune : Rune.ReplacementChar;

    private static bool HasCase(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;

    private static bool HasNoBearing(Rune rune) => rune.Value is '\'' or '.' or ':' or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2018 or 0x2019 or 0x2024 or 0x2027 or 0xFE13 or 0xFE52 or 0xFE55 or 0xFF07 or 0xFF0E or 0xFF1A
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;

    public static string Capitalize(string text) => text.Length == 0 ? text : Width(text, 0) is var width ? TitleCase(text[..width]) + Lower(text[width..]) : text;

    public static string SwapCase(string text) => Map(text, static (rune, builder) =>
        builder.Append((Rune.IsUpper(rune) ? Rune.ToLowerInvariant(rune) : Rune.ToUpperInvariant(rune)).ToString()));

    /// <summary>Each run of letters begins with a capital, as <c>str.title</c> has it.</summary>
    public static string Title(string text)
    {
        var inWord = false;
        return Map(text, (rune, builder) =>
        {
            builder.Append(inWord ? Rune.ToLowerInvariant(rune).ToString() : TitleCase(rune.ToString()));
            inWord = Rune.IsLetter(rune) && Rune.GetUnicodeCategory(rune) is not UnicodeCategory.OtherLetter;
        });
    }

    /// <summary>Without the characters of <paramref name="set"/> at its ends, or without spaces for null.</summary>
    public static string Strip(string text, string? set, bool left = true, bool right = true)
    {
        var from = 0;
        var to = text.Length;
        if (set is { Length: > 8 })
        {
            // Looking through a long set for each character would take the product of both lengths.
            var kept = SearchValues.Create(set);
            from = left ? text.AsSpan().IndexOfAnyExcept(kept) : 0;
            return from < 0 ? "" : text[from..(right ? text.AsSpan().LastIndexOfAnyExcept(kept) + 1 : to)];
        }

        while (left && from < to && Strips(text[from], set))
        {
            from++;
        }

        while (right && to > from && Strips(text[to - 1], set))
        {
            to--;
        }

        return text[from..to];
    }

    private static string TitleCase(string character) => character == "ß" ? "Ss" : Upper(character);

    private static bool Strips(char c, string? set) => set is null ? IsSpace(c) : set.Contains(c, StringComparison.Ordinal);

    private static string Map(string text, Action<Rune, StringBuilder> append)
    {
        var builder = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                append(rune, builder);
                i += rune.Utf16SequenceLength;
            }
            else
            {
                builder.Append(text[i++]);
            }
        }

        return builder.ToString();
    }

    /// <summary>How many UTF-16 units the character at a position has.</summary>
    public static int Width(string text, int at) => char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
}
