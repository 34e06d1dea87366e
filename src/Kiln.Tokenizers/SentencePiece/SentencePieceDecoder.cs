using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>
/// Puts the pieces of a SentencePiece model together as SentencePiece does: marks become spaces, but for the one that was put before the text (where extra spaces were
/// removed, all that the text begins with); bytes become characters, and each byte that is none U+FFFD. A mark that stands after its word remains a space at the end.
/// </summary>
public sealed class SentencePieceDecoder : Decoder
{
    private readonly bool _addsPrefix, _removesExtraSpaces;

    internal SentencePieceDecoder(bool addsPrefix, bool removesExtraSpaces, bool byteFallback) =>
        (_addsPrefix, _removesExtraSpaces, ByteFallback) = (addsPrefix, removesExtraSpaces, byteFallback);

    /// <summary>Whether the pieces <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> are bytes.</summary>
    public bool ByteFallback { get; }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    internal static SentencePieceDecoder Read(JsonNodeView own) =>
        new(own["adds_prefix"].AsBool(false), own["removes_extra_spaces"].AsBool(false), own["byte_fallback"].AsBool(false));

    internal override void Apply(PieceList pieces)
    {
        var count = pieces.BeginRewrite();
        var (begins, hasBegun) = (true, false);
        List<byte> run = [];
        for (var i = 0; i < count; i++)
        {
            var piece = pieces.Before(i);
            if (ByteFallback && ByteTokens.TryParse(piece, out var value))
            {
                run.Add(value);
                continue;
            }

            EndRun(pieces, run);
            begins &= !hasBegun && pieces.Bytes.IsEmpty;
            hasBegun = false;
            if (begins && (_addsPrefix || _removesExtraSpaces) && piece.StartsWith("▁"u8))
            {
                piece = piece["▁"u8.Length..];
                hasBegun = !_removesExtraSpaces;
            }

            ByteText.AppendReplaced(pieces, piece, "▁"u8, " "u8);
            pieces.EndPiece();
        }

        EndRun(pieces, run);
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        // The same steps as tokenizer.json has them; of several spaces at the beginning they take one.
        List<Decoder> steps = [new ReplaceDecoder(TextPattern.String("▁"), " ")];
        if (ByteFallback)
        {
            steps.Add(new ByteFallbackDecoder());
        }

        steps.Add(new FuseDecoder());
        if (_addsPrefix || _removesExtraSpaces)
        {
            steps.Add(new StripDecoder(" ", 1, 0));
        }

        new SequenceDecoder(steps).Write(writer);

        // Kiln's own, by which it reads back the same decoder; others pass over it.
        writer.WriteStartObject("sentencepiece");
        writer.WriteBoolean("adds_prefix", _addsPrefix);
        writer.WriteBoolean("removes_extra_spaces", _removesExtraSpaces);
        writer.WriteBoolean("byte_fallback", ByteFallback);
        writer.WriteEndObject();
    }

    // The characters that bytes make; three bytes of a lone surrogate stay.
    private static void EndRun(PieceList pieces, List<byte> run)
    {
        ReadOnlySpan<byte> bytes = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(run);
        while (!bytes.IsEmpty)
        {
            var isCharacter = System.Text.Rune.DecodeFromUtf8(bytes, out _, out var length) == System.Buffers.OperationStatus.Done;
            length = isCharacter ? length : GeneralizedUtf8.StartsWithSurrogate(bytes) ? 3 : 1;
            pieces.Add(isCharacter || length == 3 ? bytes[..length] : "\uFFFD"u8);
            bytes = bytes[length..];
        }

        run.Clear();
    }
}
