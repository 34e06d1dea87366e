using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Applies decoders one after the other.</summary>
/// <param name="decoders">The decoders in order.</param>
public sealed class SequenceDecoder(IReadOnlyList<Decoder> decoders) : Decoder
{
    /// <summary>The decoders in order.</summary>
    public IReadOnlyList<Decoder> Decoders { get; } = [.. decoders];

    internal override void Apply(PieceList pieces)
    {
        for (var i = 0; i < Decoders.Count; i++)
        {
            pieces.Component = Decoders[i];
            Decoders[i].Apply(pieces);
            if (Decoders[i] is ByteLevelDecoder && i + 1 < Decoders.Count && !GeneralizedUtf8.IsValid(pieces.Bytes))
            {
                // What comes after bytes sees the text that they make.
                var text = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(pieces.Bytes));
                pieces.BeginRewrite();
                pieces.Add(text);
            }
        }
    }

    internal override void Write(Utf8JsonWriter writer) => SequenceJson.Write(writer, "decoders", Decoders.Select(part => (Action<Utf8JsonWriter>)part.Write));
}

/// <summary>Makes one piece of all pieces, so that what follows sees the whole text.</summary>
public sealed class FuseDecoder : Decoder
{
    internal override void Apply(PieceList pieces)
    {
        pieces.BeginRewrite();
        pieces.Add(pieces.BytesBefore);
    }

    internal override void Write(Utf8JsonWriter writer) => writer.WriteString("type", "Fuse");
}

/// <summary>Takes a character away from both ends of every piece, up to a number of times.</summary>
/// <param name="content">The character.</param>
/// <param name="start">How often at most at the beginning.</param>
/// <param name="stop">How often at most at the end.</param>
public sealed class StripDecoder(string content, int start, int stop) : Decoder
{
    private readonly byte[] _content = System.Text.Encoding.UTF8.GetBytes(content);

    internal override void Apply(PieceList pieces)
    {
        var count = pieces.BeginRewrite();
        for (var i = 0; i < count; i++)
        {
            var piece = pieces.Before(i);
            for (var k = 0; k < start && _content.Length > 0 && piece.StartsWith(_content); k++)
            {
                piece = piece[_content.Length..];
            }

            for (var k = 0; k < stop && _content.Length > 0 && piece.EndsWith(_content); k++)
            {
                piece = piece[..^_content.Length];
            }

            pieces.Add(piece);
        }
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "Strip");
        writer.WriteString("content", content);
        writer.WriteNumber("start", start);
        writer.WriteNumber("stop", stop);
    }
}

/// <summary>Ends words at the suffix that a BPE model puts there.</summary>
/// <param name="suffix">The suffix, for example <c>&lt;/w&gt;</c>.</param>
public sealed class BpeDecoder(string suffix) : Decoder
{
    private readonly byte[] _suffix = System.Text.Encoding.UTF8.GetBytes(suffix);

    internal override void Apply(PieceList pieces)
    {
        var count = pieces.BeginRewrite();
        for (var i = 0; i < count; i++)
        {
            ByteText.AppendReplaced(pieces, pieces.Before(i), _suffix, i == count - 1 ? ""u8 : " "u8);
            pieces.EndPiece();
        }
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "BPEDecoder");
        writer.WriteString("suffix", suffix);
    }
}

/// <summary>Replaces text within every piece.</summary>
/// <param name="pattern">What is replaced.</param>
/// <param name="content">What it is replaced by.</param>
public sealed class ReplaceDecoder(TextPattern pattern, string content) : Decoder
{
    private readonly byte[] _content = System.Text.Encoding.UTF8.GetBytes(content);

    internal override void Apply(PieceList pieces)
    {
        pieces.Component = this;
        var count = pieces.BeginRewrite();
        for (var i = 0; i < count; i++)
        {
            var piece = pieces.Before(i);
            if (pattern.Literal is { } literal)
            {
                ByteText.AppendReplaced(pieces, piece, literal, _content);
            }
            else
            {
                var last = 0;
                foreach (var match in pattern.Matches(piece))
                {
                    pieces.Append(piece[last..match.Start]);
                    pieces.Append(_content);
                    last = match.End;
                }

                pieces.Append(piece[last..]);
            }

            pieces.EndPiece();
        }
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "Replace");
        pattern.Write(writer);
        writer.WriteString("content", content);
    }
}
