using System.Runtime.InteropServices;
using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Applies normalizers one after the other.</summary>
/// <param name="normalizers">The normalizers in order.</param>
public sealed class SequenceNormalizer(IReadOnlyList<TextNormalizer> normalizers) : TextNormalizer
{
    /// <summary>The normalizers in order.</summary>
    public IReadOnlyList<TextNormalizer> Normalizers { get; } = [.. normalizers];

    internal override bool MakesBytes => Normalizers.Any(part => part.MakesBytes);

    internal override void Apply(WorkText text)
    {
        foreach (var part in Normalizers)
        {
            text.Component = part;
            part.Apply(text);
        }
    }

    internal override void Write(Utf8JsonWriter writer) => SequenceJson.Write(writer, "normalizers", Normalizers.Select(part => (Action<Utf8JsonWriter>)part.Write));
}

/// <summary>Puts a text in front.</summary>
/// <param name="prepend">The text to put in front; nothing is put before an empty text.</param>
public sealed class PrependNormalizer(string prepend) : TextNormalizer
{
    private readonly byte[] _prepend = System.Text.Encoding.UTF8.GetBytes(prepend);

    internal override void Apply(WorkText text)
    {
        if (text.Length == 0)
        {
            return;
        }

        text.BeginRewrite();
        text.Put(_prepend, 0);
        text.Copy(0, text.Length);
        text.EndRewrite();
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "Prepend");
        writer.WriteString("prepend", prepend);
    }
}

/// <summary>Replaces what a pattern finds.</summary>
/// <param name="pattern">What is replaced.</param>
/// <param name="content">What it is replaced by.</param>
public sealed class ReplaceNormalizer(TextPattern pattern, string content) : TextNormalizer
{
    private readonly byte[] _content = System.Text.Encoding.UTF8.GetBytes(content);

    internal override void Apply(WorkText text)
    {
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(text.Bytes);
        if (text.Length == 0 || !pattern.Find(ref bytes, text.Length, 0, out var start, out var stop))
        {
            // In a text without a character nothing is found, as in the reference.
            return;
        }

        var (copied, from, before) = (0, 0, -1);
        text.Component = this;
        text.BeginRewrite();
        do
        {
            if (stop > start || start != before)
            {
                text.Copy(copied, start - copied);

                // What replaces a match comes from the last character of it, and what is put between from the one before.
                text.Put(_content, LastCharacter(text, stop));
                (copied, from, before) = (stop, stop, stop);
            }
            else if (start < text.Length)
            {
                // The empty text is not found twice at one place, nor right after a match.
                CodePoints.Decode(ref text.Bytes[start], out var length);
                from = start + length;
            }
            else
            {
                break;
            }
        }
        while (from < text.Length && pattern.Find(ref bytes, text.Length, from, out start, out stop));

        text.Copy(copied, text.Length - copied);
        text.EndRewrite();
    }

    private static int LastCharacter(WorkText text, int end)
    {
        var last = end - 1;
        while (last > 0 && (text.Bytes[last] & 0xC0) == 0x80)
        {
            last--;
        }

        return last;
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "Replace");
        pattern.Write(writer);
        writer.WriteString("content", content);
    }
}

/// <summary>Writes the letters that stand for bytes; what is split then are these.</summary>
public sealed class ByteLevelNormalizer : TextNormalizer
{
    internal override bool MakesBytes => true;

    internal override void Apply(WorkText text)
    {
        text.BeginSplits();
        ByteLetterText.Expand(text);
    }

    internal override void Write(Utf8JsonWriter writer) => writer.WriteString("type", "ByteLevel");
}

/// <summary>SentencePiece's default clean-up for translation: controls go, and various spaces become a space.</summary>
public sealed class NmtNormalizer : TextNormalizer
{
    internal override void Apply(WorkText text)
    {
        text.BeginRewrite();
        for (var at = 0; at < text.Length;)
        {
            var point = CodePoints.Decode(ref text.Bytes[at], out var length);
            if (point is 0x09 or 0x0A or 0x0C or 0x0D or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD)
            {
                text.Put((byte)' ', at);
            }
            else if (point is not ((>= 0x01 and <= 0x08) or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or 0x8F or 0x9F))
            {
                text.Copy(at, length);
            }

            at += length;
        }

        text.EndRewrite();
    }

    internal override void Write(Utf8JsonWriter writer) => writer.WriteString("type", "Nmt");
}
