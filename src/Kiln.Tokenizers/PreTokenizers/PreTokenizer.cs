using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Cuts a normalized text into words, which the model then tokenizes one by one. Immutable and safe to use from many threads.</summary>
public abstract class PreTokenizer
{
    private protected PreTokenizer()
    {
    }

    /// <summary>The words of a text, as the model would see them (byte-level words in the letters that stand for bytes).</summary>
    /// <param name="text">The text; lone surrogates count as U+FFFD.</param>
    /// <returns>The words in order.</returns>
    public IReadOnlyList<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var work = new WorkText { IsFirst = true };
        work.Load(System.Text.Encoding.UTF8.GetBytes(text), 0, tracksOrigins: false);
        work.BeginSplits();
        Apply(work);
        var words = new string[work.SplitCount];
        for (var i = 0; i < words.Length; i++)
        {
            var bytes = work.Bytes.AsSpan(work.Splits[i].Start, work.Splits[i].Length);
            words[i] = work.StandsForBytes ? ByteLetters.ToText(bytes) : System.Text.Encoding.UTF8.GetString(bytes);
        }

        return words;
    }

    /// <summary>Refines the splits of the text, and may change the text itself.</summary>
    internal abstract void Apply(WorkText text);

    /// <summary>Whether the words come out as bytes, so that the model's pieces are those bytes.</summary>
    internal virtual bool MakesBytes => false;

    /// <summary>Whether it asks where characters came from, even when offsets are not asked for.</summary>
    internal virtual bool NeedsOrigins => false;

    /// <summary>Writes the pre-tokenizer as tokenizer.json has it.</summary>
    internal abstract void Write(Utf8JsonWriter writer);
}
