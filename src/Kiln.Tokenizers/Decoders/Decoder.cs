using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Puts tokens together again to a text. Immutable and safe to use from many threads.</summary>
public abstract class Decoder
{
    private protected Decoder()
    {
    }

    /// <summary>The text of some tokens.</summary>
    /// <param name="tokens">The tokens' texts as in the vocabulary, for example <c>Ġworld</c> or <c>##ing</c>.</param>
    /// <returns>The text; the three bytes of a lone surrogate become that, and other bytes that are no UTF-8 U+FFFD.</returns>
    public string Decode(IEnumerable<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var pieces = new PieceList();
        foreach (var token in tokens)
        {
            pieces.Add(System.Text.Encoding.UTF8.GetBytes(token));
        }

        Apply(pieces);
        return GeneralizedUtf8.ToUtf16(pieces.Bytes);
    }

    /// <summary>Changes the pieces in place; the text is what they are one after the other.</summary>
    internal abstract void Apply(PieceList pieces);

    /// <summary>Writes the decoder as tokenizer.json has it.</summary>
    internal abstract void Write(Utf8JsonWriter writer);
}
