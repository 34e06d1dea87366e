using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Writes the components that are lists of others, as tokenizer.json has them.</summary>
internal static class SequenceJson
{
    /// <summary>Writes the type and the parts, each an object of its own.</summary>
    /// <param name="writer">Within the object of the component.</param>
    /// <param name="name">The name of the list, which differs from kind to kind.</param>
    /// <param name="writers">Write the parts' properties.</param>
    public static void Write(Utf8JsonWriter writer, string name, IEnumerable<Action<Utf8JsonWriter>> writers)
    {
        writer.WriteString("type", "Sequence");
        writer.WriteStartArray(name);
        foreach (var write in writers)
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
