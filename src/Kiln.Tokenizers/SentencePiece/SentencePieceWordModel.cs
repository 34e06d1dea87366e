using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>
/// A SentencePiece model of whole words: a text is cut before every <c>▁</c>, and each part is a piece or unknown. Unknown words that follow one another are one token, or
/// their bytes where the vocabulary has those.
/// </summary>
/// <remarks>
/// tokenizer.json has no such model. It is written as one of words, with which each unknown word is a token; one that writes unknown words in bytes, as BPE without merges, with
/// which a character of an unknown word that is a piece itself is that piece. What Kiln writes beside it, by which it reads back the same model, others pass over.
/// </remarks>
public sealed class SentencePieceWordModel : TokenizerModel
{
    private static readonly byte[] s_mark = "▁"u8.ToArray();

    private readonly SentencePieceType[] _types;
    private readonly int[] _byteIds = [];
    private readonly int _unknown;

    internal SentencePieceWordModel(Vocabulary vocabulary, SentencePieceFile file)
        : base(vocabulary)
    {
        (_unknown, ByteFallback) = (file.Unknown, file.ByteFallback);
        _types = [.. file.Pieces.Select(piece => piece.Type)];
        if (ByteFallback)
        {
            _byteIds = [.. Enumerable.Range(0, 256).Select(value => vocabulary.TryGetId(ByteTokens.Of((byte)value), out var id) ? id : _unknown)];
        }
    }

    /// <inheritdoc/>
    public override string Kind => "WordLevel";

    internal override bool SaysBytes => _byteIds.Length > 0 && Array.TrueForAll(_byteIds, id => id != _unknown);

    /// <summary>Whether words that the vocabulary lacks become the pieces <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> of their bytes.</summary>
    public bool ByteFallback { get; }

    internal override void Tokenize(ReadOnlySpan<byte> word, TokenBuffer output, ModelWorkspace workspace)
    {
        var afterUnknown = false;
        for (var rest = word; !rest.IsEmpty;)
        {
            var skip = rest.StartsWith(s_mark) ? s_mark.Length : 0;
            var next = rest[skip..].IndexOf(s_mark);
            var part = next < 0 ? rest : rest[..(skip + next)];
            rest = rest[part.Length..];
            var isUnknown = !Vocabulary.TryGetId(part, out var id) || _types[id] is SentencePieceType.Unknown or SentencePieceType.Control;
            if (!isUnknown)
            {
                output.Add(id, part.Length);
            }
            else if (_byteIds.Length > 0)
            {
                foreach (var value in part)
                {
                    output.Add(_byteIds[value], 1);
                }
            }
            else if (afterUnknown)
            {
                output.Extend(part.Length);
            }
            else
            {
                output.Add(_unknown, part.Length);
            }

            afterUnknown = isUnknown;
        }
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", ByteFallback ? "BPE" : Kind);
        writer.WriteString("unk_token", Vocabulary[_unknown]);
        if (ByteFallback)
        {
            writer.WriteBoolean("fuse_unk", true);
            writer.WriteBoolean("byte_fallback", true);
            writer.WriteBoolean("ignore_merges", true);
        }

        VocabularyJson.Write(writer, Vocabulary);
        if (ByteFallback)
        {
            writer.WriteStartArray("merges");
            writer.WriteEndArray();
        }

        SentencePieceJson.WriteOwn(writer, SentencePieceModelKind.Word, _types, []);
    }
}
