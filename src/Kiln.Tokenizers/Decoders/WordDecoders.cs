using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Joins WordPiece tokens: those with the prefix to the one before, the others with a space.</summary>
public sealed class WordPieceDecoder : Decoder
{
    private readonly byte[] _prefix = "##"u8.ToArray();

    /// <summary>What marks a token that continues a word. Default: <c>##</c>.</summary>
    public string Prefix
    {
        get => System.Text.Encoding.UTF8.GetString(_prefix);
        init => _prefix = System.Text.Encoding.UTF8.GetBytes(value);
    }

    /// <summary>Whether spaces before punctuation and English contractions go. Default: true.</summary>
    public bool CleanUp { get; init; } = true;

    internal override void Apply(PieceList pieces)
    {
        var count = pieces.BeginRewrite();
        for (var i = 0; i < count; i++)
        {
            var piece = pieces.Before(i);
            var continues = i > 0 && piece.StartsWith(_prefix);
            piece = continues ? piece[_prefix.Length..] : piece;
            var needsSpace = i > 0 && !continues;
            if (CleanUp && MayNeedCleaning(piece, needsSpace))
            {
                var text = (needsSpace ? " " : "") + System.Text.Encoding.UTF8.GetString(piece);
                pieces.Add(System.Text.Encoding.UTF8.GetBytes(ByteText.CleanUp(text, negations: true)));
                continue;
            }

            pieces.Append(needsSpace ? " "u8 : ""u8);
            pieces.Add(piece);
        }
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "WordPiece");
        writer.WriteString("prefix", Prefix);
        writer.WriteBoolean("cleanup", CleanUp);
    }

    // Everything that is cleaned has a space before one of these, or is "do not".
    private static bool MayNeedCleaning(ReadOnlySpan<byte> piece, bool needsSpace) =>
        (needsSpace && piece.Length > 0 && piece[0] is (byte)'.' or (byte)'?' or (byte)'!' or (byte)',' or (byte)'\'' or (byte)'n' or (byte)'d') || piece.Contains((byte)' ');
}

/// <summary>Turns the mark of word beginnings (<c>▁</c>) back to spaces; the first token's mark goes, where one was put before the text.</summary>
public sealed class MetaspaceDecoder : Decoder
{
    /// <summary>The mark. Default: <c>▁</c> (U+2581).</summary>
    public string Replacement { get; init; } = "▁";

    /// <summary>Where encoding puts a mark before a text. Default: always.</summary>
    public PrependScheme PrependScheme { get; init; }

    /// <summary>Kept for saving; decoding does not depend on it. Default: true.</summary>
    public bool Split { get; init; } = true;

    internal override void Apply(PieceList pieces)
    {
        var mark = System.Text.Encoding.UTF8.GetBytes(Replacement);
        var count = pieces.BeginRewrite();
        for (var i = 0; i < count; i++)
        {
            ByteText.AppendReplaced(pieces, pieces.Before(i), mark, i == 0 && PrependScheme != PrependScheme.Never ? ""u8 : " "u8);
            pieces.EndPiece();
        }
    }

    internal override void Write(Utf8JsonWriter writer) => MetaspacePreTokenizer.WriteMetaspace(writer, Replacement, PrependScheme, Split);
}

/// <summary>Decodes what a network trained with connectionist temporal classification gives: repeated tokens once, padding gone, delimiters as spaces.</summary>
public sealed class CtcDecoder : Decoder
{
    /// <summary>The token for nothing. Default: <c>&lt;pad&gt;</c>.</summary>
    public string PadToken { get; init; } = "<pad>";

    /// <summary>The token between words. Default: <c>|</c>.</summary>
    public string WordDelimiterToken { get; init; } = "|";

    /// <summary>Whether spaces before punctuation go and delimiters become spaces. Default: true.</summary>
    public bool CleanUp { get; init; } = true;

    internal override void Apply(PieceList pieces)
    {
        var count = pieces.BeginRewrite();
        for (var i = 0; i < count; i++)
        {
            if (i > 0 && pieces.Before(i).SequenceEqual(pieces.Before(i - 1)))
            {
                continue;
            }

            var text = System.Text.Encoding.UTF8.GetString(pieces.Before(i));
            text = PadToken.Length == 0 ? text : text.Replace(PadToken, "", StringComparison.Ordinal);
            if (CleanUp)
            {
                text = ByteText.CleanUp(text, negations: true);
                text = WordDelimiterToken.Length == 0 ? text : text.Replace(WordDelimiterToken, " ", StringComparison.Ordinal);
            }

            if (text.Length > 0)
            {
                pieces.Add(System.Text.Encoding.UTF8.GetBytes(text));
            }
        }
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "CTC");
        writer.WriteString("pad_token", PadToken);
        writer.WriteString("word_delimiter_token", WordDelimiterToken);
        writer.WriteBoolean("cleanup", CleanUp);
    }
}
