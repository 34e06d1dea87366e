namespace Kiln.Tokenizers;

/// <summary>Replacing within UTF-8.</summary>
internal static class ByteText
{
    /// <summary>Appends a text in which every occurrence of <paramref name="old"/> is replaced.</summary>
    public static void AppendReplaced(PieceList target, ReadOnlySpan<byte> text, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        while (!old.IsEmpty && text.IndexOf(old) is >= 0 and var at)
        {
            target.Append(text[..at]);
            target.Append(replacement);
            text = text[(at + old.Length)..];
        }

        target.Append(text);
    }

    /// <summary>
    /// Takes spaces away before punctuation and English contractions, as Hugging Face's libraries do; the WordPiece decoder also joins <c>do not</c>.
    /// </summary>
    public static string CleanUp(string text, bool negations)
    {
        text = text
            .Replace(" .", ".", StringComparison.Ordinal).Replace(" ?", "?", StringComparison.Ordinal).Replace(" !", "!", StringComparison.Ordinal)
            .Replace(" ,", ",", StringComparison.Ordinal).Replace(" ' ", "'", StringComparison.Ordinal).Replace(" n't", "n't", StringComparison.Ordinal)
            .Replace(" 'm", "'m", StringComparison.Ordinal);
        text = negations ? text.Replace(" do not", " don't", StringComparison.Ordinal) : text;
        return text
            .Replace(" 's", "'s", StringComparison.Ordinal).Replace(" 've", "'ve", StringComparison.Ordinal).Replace(" 're", "'re", StringComparison.Ordinal);
    }
}
