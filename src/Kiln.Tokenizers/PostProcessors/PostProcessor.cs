using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Puts special tokens around one text or a pair of texts, and may take spaces out of offsets. Immutable and safe to use from many threads.</summary>
public abstract class PostProcessor
{
    private protected PostProcessor()
    {
    }

    /// <summary>The number of special tokens added to one text or two, for which truncation leaves room.</summary>
    internal virtual int AddedCount(bool isPair) => 0;

    /// <summary>Says what becomes of the texts so far.</summary>
    internal abstract void Apply(TemplateDraft draft);

    /// <summary>Writes the post-processor as tokenizer.json has it.</summary>
    internal abstract void Write(Utf8JsonWriter writer);
}
