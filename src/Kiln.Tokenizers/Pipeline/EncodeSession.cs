using System.Text.Unicode;

namespace Kiln.Tokenizers;

/// <summary>What one call of a tokenizer works with; kept between calls, used by one thread at a time.</summary>
internal sealed class EncodeSession
{
    private const int KeptBytes = 1 << 22;

    public readonly ModelWorkspace Models = new();
    public readonly WordCache Cache = new();
    public readonly WorkText Work = new(), Part = new();
    public readonly PieceList Pieces = new();
    public SessionText First = new(), Second = new();

    /// <summary>Where the encodings of a batch go; null for an encoding by itself.</summary>
    public EncodingRooms? Rooms;

    /// <summary>How many bytes the parts of the text that are still to come may become together.</summary>
    public long Room;

    /// <summary>Lets go of what a long text made grow, so that one of them does not hold memory for ever.</summary>
    public void Shrink()
    {
        Models.Trim(KeptBytes);
        Work.Shrink(KeptBytes);
        Part.Shrink(KeptBytes);
        First.Shrink(KeptBytes);
        Second.Shrink(KeptBytes);
    }
}

/// <summary>One input text in UTF-8, and its tokens.</summary>
internal sealed class SessionText
{
    public readonly TokenBuffer Tokens = new();

    /// <summary>The input as valid UTF-8 (lone surrogates may stand in it as <see cref="GeneralizedUtf8"/> has them), with room after it that may be read.</summary>
    public byte[] Bytes = new byte[256 + WorkText.Padding];

    public int Length;

    /// <summary>Whether the input was UTF-16; otherwise it was UTF-8.</summary>
    public bool IsUtf16;

    /// <summary>For bytes that were no valid UTF-8: where each byte of the repaired text came from. Empty when nothing had to be repaired.</summary>
    public int[] Sources = [];

    public bool IsRepaired;

    public ReadOnlySpan<byte> Span => Bytes.AsSpan(0, Length);

    /// <summary>Takes over UTF-16; a lone surrogate becomes U+FFFD, or stays for a model that can say it.</summary>
    public void Load(ReadOnlySpan<char> text, bool keepsSurrogates)
    {
        Reserve(3L * text.Length);
        if (keepsSurrogates)
        {
            Length = GeneralizedUtf8.FromUtf16(text, Bytes);
        }
        else
        {
            Utf8.FromUtf16(text, Bytes, out _, out Length, replaceInvalidSequences: true);
        }

        (IsUtf16, IsRepaired) = (true, false);
    }

    /// <summary>Takes over UTF-8; each invalid sequence becomes U+FFFD.</summary>
    public void Load(ReadOnlySpan<byte> text)
    {
        (IsUtf16, IsRepaired) = (false, !Utf8.IsValid(text));
        Reserve(IsRepaired ? 3L * text.Length : text.Length);
        if (IsRepaired)
        {
            Repair(text);
            return;
        }

        text.CopyTo(Bytes);
        Length = text.Length;
    }

    public void Shrink(int limit)
    {
        Tokens.Trim(limit);
        if (Bytes.Length > limit)
        {
            (Bytes, Sources, Length, IsRepaired) = (new byte[256 + WorkText.Padding], [], 0, false);
        }
    }

    private void Repair(ReadOnlySpan<byte> text)
    {
        if (Sources.Length < (3L * text.Length) + 1)
        {
            Sources = new int[checked((3 * text.Length) + 1)];
        }

        var (read, written) = (0, 0);
        while (read < text.Length)
        {
            System.Text.Rune.DecodeFromUtf8(text[read..], out var rune, out var consumed);
            var length = rune.EncodeToUtf8(Bytes.AsSpan(written));
            Sources.AsSpan(written, length).Fill(read);
            (read, written) = (read + consumed, written + length);
        }

        Sources[written] = read;
        Length = written;
    }

    private void Reserve(long bytes)
    {
        if (bytes + WorkText.Padding > Array.MaxLength)
        {
            throw new TokenizerException($"the text is too long: it may take {bytes:N0} bytes, and at most {Array.MaxLength - WorkText.Padding:N0} can be encoded at once; encode it in parts");
        }

        if (Bytes.Length < bytes + WorkText.Padding)
        {
            Bytes = new byte[(int)Math.Min(Array.MaxLength, bytes + (bytes / 4) + WorkText.Padding)];
        }
    }
}
