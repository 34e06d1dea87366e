using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kiln.Cli;

/// <summary>Writes results as JSON, one object per line, each complete the moment it is written.</summary>
/// <param name="output">The stream for programs.</param>
internal sealed class JsonLines(TextWriter output)
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one line.</summary>
    /// <param name="type">What the line reports: the value of its first property, <c>type</c>.</param>
    /// <param name="content">Writes the other properties.</param>
    public void Write(string type, Action<Utf8JsonWriter> content)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            content(writer);
            writer.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n");
        output.Flush();
    }
}
