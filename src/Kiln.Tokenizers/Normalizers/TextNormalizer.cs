using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Changes a text before it is cut into words: Unicode normalization, lower case, replacements. Immutable and safe to use from many threads.</summary>
public abstract class TextNormalizer
{
    private protected TextNormalizer()
    {
    }

    /// <summary>Normalizes a text by itself, as a tokenizer would.</summary>
    /// <param name="text">The text; lone surrogates count as U+FFFD.</param>
    /// <returns>The normalized text.</returns>
    public string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var work = new WorkText();
        work.Load(System.Text.Encoding.UTF8.GetBytes(text), 0, tracksOrigins: false);
        Apply(work);
        return System.Text.Encoding.UTF8.GetString(work.Bytes, 0, work.Length);
    }

    /// <summary>Changes the text in place; the text is valid UTF-8 before and after.</summary>
    internal abstract void Apply(WorkText text);

    /// <summary>Whether the text comes out as bytes, so that the model's pieces are those bytes.</summary>
    internal virtual bool MakesBytes => false;

    /// <summary>Writes the normalizer as tokenizer.json has it.</summary>
    internal abstract void Write(Utf8JsonWriter writer);
}
