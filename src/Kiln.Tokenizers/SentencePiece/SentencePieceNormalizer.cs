using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    private readonly uint _packedSpace;
    private bool _visibleStays;
    private readonly byte[][] _keptPieces;

    // For each byte, what a part of the text that begins with it can be; most of most texts needs no more than this.
    private readonly Beginning[] _beginnings = new Beginning[256];

    private enum Beginning : byte
    {
        /// <summary>What the map or a symbol of the user's decides.</summary>
        Any,

        /// <summary>A space and nothing else, unless the map may look at it together with what follows.</summary>
        Space,

        /// <summary>What stays as it is, unless the map may look at it together with what follows.</summary>
        Plain,
    }

    internal SentencePieceNormalizer(SentencePieceFile file)
    {
        _map = file.CharacterMap.Length > 0 ? new(file.CharacterMap) : null;
        (_addsPrefix, _removesExtraSpaces, _marksEnds) = (file.AddsDummyPrefix, file.RemovesExtraSpaces, file.MarksEnds);
        _space = file.EscapesSpaces ? s_mark : [(byte)' '];
        _keptPieces = [.. file.Pieces.Where(piece => piece.Type == SentencePieceType.UserDefined).Select(piece => piece.Bytes)];
        _kept = _keptPieces.Length > 0 ? new(_keptPieces.Select(piece => (piece, 0))) : null;
        _packedSpace = FindBeginnings();
    }

    private SentencePieceNormalizer(CharacterMap? map, JsonNodeView own)
    {
        _map = map;
        (_addsPrefix, _removesExtraSpaces, _marksEnds) = (own["adds_prefix"].AsBool(false), own["removes_extra_spaces"].AsBool(false), own["marks_ends"].AsBool(false));
        _space = own["escapes_spaces"].AsBool(true) ? s_mark : [(byte)' '];
        _keptPieces = own["kept"].IsNull ? [] : [.. own["kept"].Items().Select(item => item.AsString().Length > 0 ? Encoding.UTF8.GetBytes(item.AsString()) : throw item.Wrong("a piece"))];
        _kept = _keptPieces.Length > 0 ? new(_keptPieces.Select(piece => (piece, 0))) : null;
        _packedSpace = FindBeginnings();
    }

    /// <summary>Reads what <see cref="Write"/> wrote; its steps as other readers take them say the same but for rare characters.</summary>
    internal static SentencePieceNormalizer Read(JsonNodeView sequence)
    {
        var map = sequence.Required("normalizers").Items().Where(step => step["type"] is { IsString: true } type && type.AsString() == "Precompiled")
            .Select(step => new CharacterMap(NormalizerJson.ReadMap(step.Required("precompiled_charsmap")))).FirstOrDefault();
        return new(map, sequence.Required("sentencepiece"));
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
        var hasText = at < text.Length;
        if (hasText)
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
        if (hasText && _marksEnds && _addsPrefix)
        {
            // The mark of a word's end comes after what was trimmed, also where the map left nothing.
            text.BeginRewrite();
            text.Copy(0, end);
            text.Put(_space, end - 1);
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
            // Spaces become one first: to look for the end of the text from each of many takes the square of their number. Not the component Strip, which takes line feeds too.
            WriteReplace(writer, "Regex", " {2,}", " ");
            WriteReplace(writer, "Regex", @"\A | \z", "");
        }

        if (_addsPrefix && !_marksEnds)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "Prepend");
            writer.WriteString("prepend", " ");
            writer.WriteEndObject();
        }

        if (_addsPrefix && _marksEnds)
        {
            // The end of a text is found where it is, without a character.
            WriteReplace(writer, "Regex", @"\z", " ");
        }

        WriteReplace(writer, "String", " ", Encoding.UTF8.GetString(_space));
        writer.WriteEndArray();

        // Kiln's own: with it the steps are taken as SentencePiece takes them, whose longest match in the map knows no graphemes.
        writer.WriteStartObject("sentencepiece");
        writer.WriteBoolean("adds_prefix", _addsPrefix);
        writer.WriteBoolean("removes_extra_spaces", _removesExtraSpaces);
        writer.WriteBoolean("marks_ends", _marksEnds);
        writer.WriteBoolean("escapes_spaces", _space.Length > 1);
        writer.WriteStartArray("kept");
        foreach (var piece in _keptPieces)
        {
            writer.WriteStringValue(piece);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
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

    // Says what bytes can begin, and returns the bytes of a space as one number.
    private uint FindBeginnings()
    {
        // No character begins with a byte that continues one, and so no such piece is ever found.
        var kept = _keptPieces.Where(piece => piece.Length > 0 && (piece[0] & 0xC0) != 0x80).Select(piece => (int)piece[0]).ToHashSet();
        for (var value = 0; value < 256; value++)
        {
            // Without a map, characters of several bytes stay as they are, too; with one, the character after decides whether one of ASCII does.
            var stays = value < 0x80 ? _map is null || !_map.ChangesAscii((byte)value) : _map is null;
            _beginnings[value] = !stays || kept.Contains(value) ? Beginning.Any : value == ' ' ? Beginning.Space : Beginning.Plain;
        }

        _visibleStays = _beginnings.AsSpan('!', '~' - '!' + 1).IndexOfAnyExcept(Beginning.Plain) < 0;
        var packed = 0u;
        for (var i = 0; i < _space.Length; i++)
        {
            packed |= (uint)_space[i] << (8 * i);
        }

        return packed;
    }

    private bool IsJoined(WorkText text, int next) => _map is not null && next < text.Length && text.Bytes[next] >= 0x80;

    // Copies as much as stays as it is, and writes a space. Returns where something else begins.
    private int RewritePlain(WorkText text, int at, ref bool afterSpace)
    {
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(text.Bytes);
        ref var beginnings = ref MemoryMarshal.GetArrayDataReference(_beginnings);
        while (at < text.Length)
        {
            if (_visibleStays && text.CountVisible(at) is var count && (count -= IsJoined(text, at + count) ? 1 : 0) > 0)
            {
                text.CopyVisible(at, count);
                (at, afterSpace) = (at + count, false);
                if (at == text.Length)
                {
                    break;
                }
            }

            var to = at;
            while (to < text.Length && Unsafe.Add(ref beginnings, Unsafe.Add(ref bytes, to)) == Beginning.Plain)
            {
                to++;
            }

            // The map may look at a character of ASCII together with the mark that follows it.
            var isSpace = to < text.Length && Unsafe.Add(ref beginnings, Unsafe.Add(ref bytes, to)) == Beginning.Space;
            to -= to > at && IsJoined(text, to) ? 1 : 0;
            if (to > at)
            {
                text.Copy(at, to - at);
                (at, afterSpace) = (to, false);
            }

            if (!isSpace || IsJoined(text, at + 1))
            {
                break;
            }

            if (!afterSpace)
            {
                text.PutPacked(_packedSpace, _space.Length, at);
            }

            afterSpace = _removesExtraSpaces;
            at++;
        }

        return at;
    }

    private void Rewrite(WorkText text, int at)
    {
        if (_addsPrefix && !_marksEnds)
        {
            text.Put(_space, at);
        }

        var afterSpace = _removesExtraSpaces;
        while ((at = RewritePlain(text, at, ref afterSpace)) < text.Length)
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
