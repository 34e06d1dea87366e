using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Kiln.Tokenizers;

/// <summary>
/// UTF-8 that also writes lone surrogates, each as the three bytes that its number has by the rule of UTF-8: ED, A0 to BF, 80 to BF. Strings of .NET may hold them,
/// and models that know all bytes can say them. Source: Simon Sapin, The WTF-8 encoding. As there, the halves of a pair are never written one by one: a pair of such
/// triples is invalid.
/// </summary>
internal static class GeneralizedUtf8
{
    private const int Length = 3;

    /// <summary>Writes UTF-16; the target has room for three bytes a unit. Returns the number of bytes. A text without lone surrogates takes one pass of .NET's own.</summary>
    public static int FromUtf16(ReadOnlySpan<char> text, Span<byte> target)
    {
        var (read, written) = (0, 0);
        while (Utf8.FromUtf16(text[read..], target[written..], out var units, out var bytes, replaceInvalidSequences: false) is OperationStatus.InvalidData)
        {
            (read, written) = (read + units, written + bytes);
            var surrogate = text[read++];
            target[written++] = 0xED;
            target[written++] = (byte)(0x80 | ((surrogate >> 6) & 0x3F));
            target[written++] = (byte)(0x80 | (surrogate & 0x3F));
            if (read == text.Length)
            {
                return written;
            }
        }

        Utf8.FromUtf16(text[read..], target[written..], out _, out var rest);
        return written + rest;
    }

    /// <summary>Whether a text begins with the three bytes of a lone surrogate.</summary>
    public static bool StartsWithSurrogate(ReadOnlySpan<byte> text) => text.Length >= Length && text[0] == 0xED && text[1] is >= 0xA0 and <= 0xBF && (text[2] & 0xC0) == 0x80;

    /// <summary>The text of some bytes: lone surrogates as they are, U+FFFD for what is invalid beside them.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="replacesSurrogates">Whether lone surrogates, too, become U+FFFD, one each. Default: false.</param>
    public static string ToUtf16(ReadOnlySpan<byte> bytes, bool replacesSurrogates = false)
    {
        var at = FindSurrogate(bytes, 0);
        if (at < 0)
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var (text, from) = (new StringBuilder(bytes.Length), 0);
        for (; at >= 0; at = FindSurrogate(bytes, from))
        {
            text.Append(Encoding.UTF8.GetString(bytes[from..at]));
            if (replacesSurrogates)
            {
                text.Append('\uFFFD');
                from = at + Length;
            }
            else if (IsPair(bytes[at..]))
            {
                text.Append('\uFFFD', 2 * Length);
                from = at + (2 * Length);
            }
            else
            {
                text.Append((char)(0xD000 | ((bytes[at + 1] & 0x3F) << 6) | (bytes[at + 2] & 0x3F)));
                from = at + Length;
            }
        }

        return text.Append(Encoding.UTF8.GetString(bytes[from..])).ToString();
    }

    /// <summary>Whether bytes are valid: UTF-8, or lone surrogates within it.</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes)
    {
        var from = 0;
        for (var at = FindSurrogate(bytes, 0); at >= 0; at = FindSurrogate(bytes, from))
        {
            if (IsPair(bytes[at..]) || !Utf8.IsValid(bytes[from..at]))
            {
                return false;
            }

            from = at + Length;
        }

        return Utf8.IsValid(bytes[from..]);
    }

    /// <summary>Whether the last bytes begin a character that further bytes could complete, or are the first half of what could become a pair and so invalid.</summary>
    public static bool EndsInsideCharacter(ReadOnlySpan<byte> bytes)
    {
        for (var length = 1; length <= Math.Min(3, bytes.Length); length++)
        {
            var tail = bytes[^length..];
            if ((tail[0] & 0xC0) != 0x80)
            {
                return tail[0] == 0xED && length > 1
                    ? tail[1] <= (length == 2 ? 0xBF : 0xAF) && (length == 2 || tail[1] >= 0xA0)
                    : Rune.DecodeFromUtf8(tail, out _, out _) == OperationStatus.NeedMoreData;
            }
        }

        return false;
    }

    /// <summary>How many bytes at the beginning are whole characters, lone surrogates that nothing can make a pair among them.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isBroken">Whether what follows those is invalid whatever comes; otherwise more bytes could make a character of it.</param>
    public static int CountWhole(ReadOnlySpan<byte> bytes, out bool isBroken)
    {
        isBroken = false;
        var at = 0;
        while (at < bytes.Length)
        {
            var rest = bytes[at..];
            var status = Rune.DecodeFromUtf8(rest, out _, out var length);
            if (status == OperationStatus.Done)
            {
                at += length;
                continue;
            }

            if (!StartsWithSurrogate(rest))
            {
                isBroken = status == OperationStatus.InvalidData && !(rest.Length == 2 && rest[0] == 0xED && rest[1] is >= 0xA0 and <= 0xBF);
                break;
            }

            // A high surrogate waits for what follows it: a low one makes an invalid pair.
            var next = rest[Length..];
            if (rest[1] < 0xB0 && (next.IsEmpty || (next[0] == 0xED && (next.Length == 1 || next[1] >= 0xB0))))
            {
                isBroken = StartsWithSurrogate(next) || (next.Length > 2 && !StartsWithSurrogate(next));
                break;
            }

            at += Length;
        }

        return at;
    }

    private static bool IsPair(ReadOnlySpan<byte> bytes) => bytes[1] < 0xB0 && StartsWithSurrogate(bytes[Length..]) && bytes[Length + 1] >= 0xB0;

    private static int FindSurrogate(ReadOnlySpan<byte> bytes, int from)
    {
        while (bytes[from..].IndexOf((byte)0xED) is >= 0 and var skip)
        {
            from += skip;
            if (StartsWithSurrogate(bytes[from..]))
            {
                return from;
            }

            from++;
        }

        return -1;
    }
}
