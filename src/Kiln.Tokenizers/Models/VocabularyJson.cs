using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Vocabularies as JSON objects from pieces to ids.</summary>
internal static class VocabularyJson
{
    /// <summary>Writes <c>"vocab": {…}</c> in the order of ids.</summary>
    public static void Write(Utf8JsonWriter writer, Vocabulary vocabulary)
    {
        writer.WriteStartObject("vocab");
        for (var id = 0; id < vocabulary.Size; id++)
        {
            if (vocabulary.Contains(id))
            {
                writer.WriteNumber(vocabulary[id], id);
            }
        }

        writer.WriteEndObject();
    }
}
