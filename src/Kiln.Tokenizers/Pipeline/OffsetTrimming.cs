using System.Buffers;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>Leaves the spaces at both ends of a token out of its offsets, as the byte-level post-processor does: as many characters as the token has spaces.</summary>
internal static class OffsetTrimming
{
    // The letter of the space in byte-level vocabularies.
    private const int SpaceLetter = 0x120;

    /// <summary>The part of the text that is left of a token's.</summary>
    /// <param name="text">The text.</param>
    /// <param name="spaces">The spaces that the token has at its ends.</param>
    /// <param name="place">Its part of the text, or what is left of that; trimmed again, it loses as many characters again, as in the reference.</param>
    /// <param name="keepsSpace">Whether a single space at its beginning was put there by the pre-tokenizer and has no place in the text to leave out; of several, none was.</param>
    public static TextSpan Apply(SessionText text, (int Leading, int Trailing) spaces, TextSpan place, bool keepsSpace)
    {
        var (leading, trailing) = spaces;
        leading = leading == 1 && keepsSpace ? 0 : leading;
        var (start, end) = (place.Start, place.End);
        for (; leading > 0 && start < end; leading--)
        {
            CodePoints.Decode(ref text.Bytes[start], out var length);
            start += length;
        }

        start = Math.Min(start, end);
        return new(start, Math.Max(start, Retreat(text, end, trailing)));
    }

    /// <summary>The spaces at both ends of what a token reads.</summary>
    public static (int Leading, int Trailing) CountSpaces(ReadOnlySpan<byte> token) => (CountLeading(token), CountTrailing(token));

    private static int CountLeading(ReadOnlySpan<byte> token)
    {
        var count = 0;
        for (; Rune.DecodeFromUtf8(token, out var rune, out var length) == OperationStatus.Done && IsSpace(rune); count++)
        {
            token = token[length..];
        }

        return count;
    }

    private static int CountTrailing(ReadOnlySpan<byte> token)
    {
        var count = 0;
        for (; Rune.DecodeLastFromUtf8(token, out var rune, out var length) == OperationStatus.Done && IsSpace(rune); count++)
        {
            token = token[..^length];
        }

        return count;
    }

    private static bool IsSpace(Rune rune) => rune.Value == SpaceLetter || Rune.IsWhiteSpace(rune);

    // So many characters before a place; the place itself when there are not so many.
    private static int Retreat(SessionText text, int place, int characters)
    {
        var at = place;
        for (; characters > 0; characters--)
        {
            if (at == 0)
            {
                return place;
            }

            do
            {
                at--;
            }
            while (at > 0 && (text.Bytes[at] & 0xC0) == 0x80);
        }

        return at;
    }
}
