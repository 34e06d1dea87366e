using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Turns the letters of byte-level tokens back to bytes. A token with a character that stands for no byte is taken as it is.</summary>
public sealed class ByteLevelDecoder : Decoder
{
    /// <summary>Kept for saving; decoding does not depend on it. Default: true.</summary>
    public bool AddPrefixSpace { get; init; } = true;

    /// <summary>Kept for saving; decoding does not depend on it. Default: true.</summary>
    public bool TrimOffsets { get; init; } = true;

    /// <summary>Kept for saving; decoding does not depend on it. Default: true.</summary>
    public bool UseRegex { get; init; } = true;

    internal override void Apply(PieceList pieces)
    {
        var count = pieces.BeginRewrite();
        Span<byte> small = stackalloc byte[256];
        for (var i = 0; i < count; i++)
        {
            var piece = pieces.Before(i);
            var bytes = piece.Length <= small.Length ? small : new byte[piece.Length];
            var length = ByteLetters.ToBytes(piece, bytes);
            pieces.Append(length < 0 ? piece : bytes[..length]);
        }

        pieces.EndPiece();
    }

    internal override void Write(Utf8JsonWriter writer) => ByteLevelPreTokenizer.WriteByteLevel(writer, AddPrefixSpace, TrimOffsets, UseRegex);
}
