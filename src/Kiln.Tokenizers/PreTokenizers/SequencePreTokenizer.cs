using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Applies pre-tokenizers one after the other, each to the words of the one before.</summary>
/// <param name="preTokenizers">The pre-tokenizers in order.</param>
public sealed class SequencePreTokenizer(IReadOnlyList<PreTokenizer> preTokenizers) : PreTokenizer
{
    /// <summary>The pre-tokenizers in order.</summary>
    public IReadOnlyList<PreTokenizer> PreTokenizers { get; } = [.. preTokenizers];

    internal override bool MakesBytes => PreTokenizers.Any(part => part.MakesBytes);

    internal override bool NeedsOrigins => PreTokenizers.Any(part => part.NeedsOrigins);

    internal override void Apply(WorkText text)
    {
        foreach (var part in PreTokenizers)
        {
            if (text.StandsForBytes)
            {
                // What comes after a byte-level step sees the letters that stand for bytes, and leaves them to the model.
                ByteLetterText.Expand(text);
            }

            part.Apply(text);
        }
    }

    internal override void Write(Utf8JsonWriter writer) => SequenceJson.Write(writer, "pretokenizers", PreTokenizers.Select(part => (Action<Utf8JsonWriter>)part.Write));
}
