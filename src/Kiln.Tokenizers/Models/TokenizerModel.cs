using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>
/// The part of a tokenizer that turns a word into ids of a vocabulary: byte pair encoding, Unigram, WordPiece, or whole words.
/// Models are immutable and safe to use from many threads.
/// </summary>
public abstract class TokenizerModel
{
    private protected TokenizerModel(Vocabulary vocabulary) => Vocabulary = vocabulary;

    /// <summary>The model's name in tokenizer.json: <c>BPE</c>, <c>Unigram</c>, <c>WordPiece</c> or <c>WordLevel</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The pieces and their ids.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>
    /// Whether short words' results may be remembered: the tokens of a word depend on its bytes alone.
    /// </summary>
    internal virtual bool RemembersWords => true;

    /// <summary>
    /// Whether words may be cut where <see cref="NextCut"/> says and the parts tokenized apart, with the same result. For models that get whole texts as words.
    /// </summary>
    internal virtual bool CutsWords => false;

    /// <summary>The model made ready for texts, or for words that are bytes: the letters of its pieces then stand for bytes.</summary>
    internal virtual TokenizerModel Compile(bool forBytes) => this;

    /// <summary>Whether the words are bytes, for which the letters of the pieces stand.</summary>
    internal virtual bool SeesBytes => false;

    /// <summary>Whether there is a token for each byte, so that any bytes can be said: those of lone surrogates too, which no character has.</summary>
    internal virtual bool SaysBytes => false;

    /// <summary>The tokens of one word, added to <paramref name="output"/> in order; together they cover the word's bytes.</summary>
    /// <param name="word">The word in UTF-8 (any bytes with a byte-level model), not empty. At least 32 bytes after its end may be read.</param>
    /// <param name="output">Where the tokens go.</param>
    /// <param name="workspace">Buffers that live as long as the call; one thread uses it at a time.</param>
    internal abstract void Tokenize(ReadOnlySpan<byte> word, TokenBuffer output, ModelWorkspace workspace);

    /// <summary>
    /// Cuts a text, after which 32 bytes may be read, into parts that are tokenized apart; only called when <see cref="CutsWords"/>. Returns the length of the first part.
    /// </summary>
    internal virtual int NextCut(ReadOnlySpan<byte> text) => text.Length;

    /// <summary>Writes the model as tokenizer.json has it.</summary>
    internal abstract void Write(Utf8JsonWriter writer);
}
