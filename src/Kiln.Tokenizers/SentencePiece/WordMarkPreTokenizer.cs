using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Leaves texts whole for a model that cuts them itself, and tells tokenizer.json to cut them before every mark.</summary>
internal sealed class WordMarkPreTokenizer : PreTokenizer
{
    internal override void Apply(WorkText text)
    {
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        MetaspacePreTokenizer.WriteMetaspace(writer, "▁", PrependScheme.Never, split: true);

        // Kiln's own, by which it reads back this one.
        writer.WriteStartObject("sentencepiece");
        writer.WriteEndObject();
    }
}
