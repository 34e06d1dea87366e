namespace Kiln.Tokenizers;

public sealed partial class Tokenizer
{
    /// <summary>Reads a SentencePiece model (<c>.model</c>) from memory: Unigram, BPE, words or characters.</summary>
    /// <param name="model">The bytes of the file.</param>
    /// <param name="addBos">Whether the file's token for the beginning of a text is added as a special token; the file does not say. Default: false.</param>
    /// <param name="addEos">Whether its token for the end is. Default: false.</param>
    /// <returns>The tokenizer. Its control tokens cannot be written in a text, as in SentencePiece.</returns>
    /// <exception cref="TokenizerFormatException">The file is damaged, of another kind, or has no such token.</exception>
    public static Tokenizer FromSentencePiece(ReadOnlySpan<byte> model, bool addBos = false, bool addEos = false)
    {
        var (made, parts) = SentencePieceSource.Read(model, addBos, addEos);
        return new(made, parts);
    }

    /// <summary>Reads the vocabulary inside a GGUF file; of a file with weights, its first part only.</summary>
    /// <param name="stream">The file from its beginning, which need not be able to seek.</param>
    /// <returns>The tokenizer.</returns>
    /// <exception cref="TokenizerFormatException">The file is damaged, has no vocabulary, or one of a kind that is not supported.</exception>
    public static Tokenizer FromGguf(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var (made, parts) = GgufSource.Read(stream);
        return new(made, parts);
    }
}
