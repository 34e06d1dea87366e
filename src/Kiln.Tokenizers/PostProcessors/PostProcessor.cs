using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Puts special tokens around one text or a pair of texts, and may take spaces out of offsets. Immutable and safe to use from many threads.</summary>
public abstract class PostProcessor
{
    private protected PostProcessor()
    {
    }

    /// <summary>What is put around a single text; null when nothing is.</summary>
    internal virtual SequenceTemplate? Single => null;

    /// <summary>How a pair of texts is put together; null when one simply follows the other.</summary>
    internal virtual SequenceTemplate? Pair => null;

    /// <summary>Whether offsets leave out the spaces at both ends of a token.</summary>
    internal virtual bool TrimsOffsets => false;

    /// <summary>With <see cref="TrimsOffsets"/>: whether the byte-level pre-tokenizer put a space in front that the text did not have.</summary>
    internal virtual bool AddsPrefixSpace => false;

    /// <summary>Writes the post-processor as tokenizer.json has it.</summary>
    internal abstract void Write(Utf8JsonWriter writer);
}
