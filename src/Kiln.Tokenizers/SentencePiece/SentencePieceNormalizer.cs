using System.Text;
using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>
/// What SentencePiece does to a text before it is cut: the map of its Unicode normalization, extra spaces go, a space is put in front, and spaces become
/// a visible mark. Symbols that the user of the training defined stay as they are.
/// </summary>
public sealed class SentencePieceNormalizer : TextNormalizer
{
    private static readonly byte[] s_mark = "▁"u8.ToArray();

    private readonly CharacterMap? _map;
    private readonly PieceTrie? _kept;
    private readonly bool _addsPrefix, _removesExtraSpaces, _marksEnds;
    private readonly byte[] _space;

    internal SentencePieceNormalizer(SentencePieceFile file)
    {
        _map = file.CharacterMap.Length > 0 ? new(file.CharacterMap) : null;
        (_addsPrefix, _removesExtraSpaces, _marksEnds) = (file.AddsDummyPrefix, file.RemovesExtraSpaces, file.MarksEnds);
        _space = file.EscapesSpaces ? s_mark : [(byte)' '];
        var kept = file.Pieces.Where(piece => piece.Type == SentencePieceType.UserDefined).Select(piece => (piece.Bytes, 0)).ToList();
        _kept = kept.Count > 0 ? new(kept) : null;
    }

    internal override void Apply(WorkText text)
    {
        var at = 0;
        while (_removesExtraSpaces && at < text.Length)
        {
            var length = Prefix(text, at, out var part);
            if (!part.SequenceEqual(" "u8))
            {
                break;
            }

            at += length;
        }

        text.BeginRewrite();
        if (at < text.Length)
        {
            Rewrite(text, at);
        }

        var written = text.WrittenSpan;
        while (_removesExtraSpaces && written.EndsWith(_space))
        {
            written = written[..^_space.Length];
        }

        var end = written.Length;
        text.EndRewrite();
        if (at < text.Length && _marksEnds && _addsPrefix)
        {
            // The mark of a word's end comes after what was trimmed.
            text.BeginRewrite();
            text.Copy(0, end);
            text.Put(_space, Math.Max(0, end - 1));
            text.EndRewrite();
        }
        else if (end < text.Length)
        {
            text.Trim(0, end);
        }
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        // The same steps as tokenizer.json has them: the map, spaces, the mark.
        writer.WriteString("type", "Sequence");
        writer.WriteStartArray("normalizers");
        if (_map is not null)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "Precompiled");
            writer.WriteBase64String("precompiled_charsmap", _map.Data);
            writer.WriteEndObject();
        }

        if (_removesExtraSpaces)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "Strip");
            writer.WriteBoolean("strip_left", true);
            writer.WriteBoolean("strip_right", true);
            writer.WriteEndObject();
            WriteReplace(writer, "Regex", " {2,}", " ");
        }

        if (_addsPrefix && !_marksEnds)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "Prepend");
            writer.WriteString("prepend", " ");
            writer.WriteEndObject();
        }

        WriteReplace(writer, "String", " ", Encoding.UTF8.GetString(_space));
        writer.WriteEndArray();
    }

    private static void WriteReplace(Utf8JsonWriter writer, string kind, string pattern, string content)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Replace");
        writer.WriteStartObject("pattern");
        writer.WriteString(kind, pattern);
        writer.WriteEndObject();
        writer.WriteString("content", content);
        writer.WriteEndObject();
    }

    private void Rewrite(WorkText text, int at)
    {
        if (_addsPrefix && !_marksEnds)
        {
            text.Put(_space, at);
        }

        var afterSpace = _removesExtraSpaces;
        while (at < text.Length)
        {
            var length = Prefix(text, at, out var part);
            while (afterSpace && part.StartsWith(" "u8))
            {
                part = part[1..];
            }

            if (!part.IsEmpty)
            {
                afterSpace = _removesExtraSpaces && part[^1] == (byte)' ';
                PutEscaped(text, part, at);
            }

            afterSpace &= _removesExtraSpaces;
            at += length;
        }
    }

    private void PutEscaped(WorkText text, ReadOnlySpan<byte> part, int source)
    {
        if (part.Length == 1 && part[0] != (byte)' ')
        {
            text.Put(part[0], source);
            return;
        }

        while (!part.IsEmpty)
        {
            var space = part.IndexOf((byte)' ');
            if (space != 0)
            {
                var length = space < 0 ? part.Length : space;
                text.Put(part[..length], source);
                part = part[length..];
            }
            else
            {
                text.Put(_space, source);
                part = part[1..];
            }
        }
    }

    // What the rest of the text begins with, normalized, and how long it is there.
    private int Prefix(WorkText text, int at, out ReadOnlySpan<byte> part)
    {
        var rest = text.Span[at..];
        if (_kept is not null && _kept.FindLongest(rest, out _) is > 0 and var kept)
        {
            part = rest[..kept];
            return kept;
        }

        if (_map is not null && _map.Find(rest, longest: true, out part) is > 0 and var mapped)
        {
            return mapped;
        }

        if (GeneralizedUtf8.StartsWithSurrogate(rest))
        {
            part = rest[..3];
            return 3;
        }

        var status = Rune.DecodeFromUtf8(rest, out _, out var length);
        part = status == System.Buffers.OperationStatus.Done ? rest[..length] : "\uFFFD"u8;
        return status == System.Buffers.OperationStatus.Done ? length : 1;
    }
}
