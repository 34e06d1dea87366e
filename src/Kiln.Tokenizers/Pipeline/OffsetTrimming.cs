using System.Buffers;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>Leaves the spaces at both ends of a token out of its offsets, as the byte-level post-processor does: as many characters as the token has spaces.</summary>
internal static class OffsetTrimming
{
    // The letter of the space in byte-level vocabularies.
    private const int SpaceLetter = 0x120;

    /// <summary>The part of the text that is left of a token's.</summary>
    /// <param name="tokenizer">Where the token comes from.</param>
    /// <param name="text">The text.</param>
    /// <param name="id">The token.</param>
    /// <param name="place">Its part of the text.</param>
    /// <param name="keepsSpace">Whether a single space at its beginning was put there by the pre-tokenizer and has no place in the text to leave out; of several, none was.</param>
    public static TextSpan Apply(Tokenizer tokenizer, SessionText text, int id, TextSpan place, bool keepsSpace)
    {
        // An added token that was found reads as the text does there, with the spaces that it took; so does what Unigram does not know.
        var found = text.Span[place.Start..place.End];
        var isFound = (tokenizer.Model is UnigramModel unigram && unigram.UnknownId == id)
            || (tokenizer.IsAdded(id) && !IsAllSpaces(found));
        var token = isFound ? found : tokenizer.TokenBytes(id);
        var (leading, trailing) = (CountLeading(token), CountTrailing(token));
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

    private static bool IsAllSpaces(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeFromUtf8(text, out var rune, out var length) == OperationStatus.Done && IsSpace(rune))
        {
            text = text[length..];
        }

        return text.IsEmpty;
    }

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
