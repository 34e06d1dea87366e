using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Writes tokenizer.json.</summary>
internal static class TokenizerJsonWriter
{
    public static byte[] Write(TokenizerModel model, TokenizerParts parts)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("version", "1.0");
            WriteTruncation(writer, parts.Truncation);
            WritePadding(writer, parts.Padding);
            writer.WriteStartArray("added_tokens");
            foreach (var token in parts.AddedTokens.OrderBy(token => token.Id))
            {
                WriteAddedToken(writer, token);
            }

            writer.WriteEndArray();
            WritePart(writer, "normalizer", parts.Normalizer is { } normalizer ? normalizer.Write : null);
            WritePart(writer, "pre_tokenizer", parts.PreTokenizer is { } preTokenizer ? preTokenizer.Write : null);
            WritePart(writer, "post_processor", parts.PostProcessor is { } postProcessor ? postProcessor.Write : null);
            WritePart(writer, "decoder", parts.Decoder is { } decoder ? decoder.Write : null);
            WritePart(writer, "model", model.Write);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WritePart(Utf8JsonWriter writer, string name, Action<Utf8JsonWriter>? write)
    {
        if (write is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        write(writer);
        writer.WriteEndObject();
    }

    private static void WriteAddedToken(Utf8JsonWriter writer, AddedToken token)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", token.Id);
        writer.WriteString("content", token.Content);
        writer.WriteBoolean("single_word", token.SingleWord);
        writer.WriteBoolean("lstrip", token.StripsLeft);
        writer.WriteBoolean("rstrip", token.StripsRight);
        writer.WriteBoolean("normalized", token.Normalized);
        writer.WriteBoolean("special", token.Special);
        if (!token.MatchesText)
        {
            // Kiln's own, as the next one; the reference reads past them.
            writer.WriteBoolean("matches_text", false);
        }

        if (token.Surface is { } surface)
        {
            writer.WriteString("surface", surface);
        }

        writer.WriteEndObject();
    }

    private static void WriteTruncation(Utf8JsonWriter writer, TruncationOptions? truncation) =>
        WritePart(writer, "truncation", truncation is null ? null : part =>
        {
            part.WriteString("direction", truncation.Side.ToString());
            part.WriteNumber("max_length", truncation.MaxLength);
            part.WriteString("strategy", truncation.Strategy.ToString());
            part.WriteNumber("stride", truncation.Stride);
        });

    private static void WritePadding(Utf8JsonWriter writer, PaddingOptions? padding) =>
        WritePart(writer, "padding", padding is null ? null : part =>
        {
            if (padding.Length is { } length)
            {
                part.WriteStartObject("strategy");
                part.WriteNumber("Fixed", length);
                part.WriteEndObject();
            }
            else
            {
                part.WriteString("strategy", "BatchLongest");
            }

            part.WriteString("direction", padding.Side.ToString());
            if (padding.MultipleOf is { } multiple)
            {
                part.WriteNumber("pad_to_multiple_of", multiple);
            }
            else
            {
                part.WriteNull("pad_to_multiple_of");
            }

            part.WriteNumber("pad_id", padding.PadId);
            part.WriteNumber("pad_type_id", padding.PadTypeId);
            part.WriteString("pad_token", padding.PadToken);
        });
}
