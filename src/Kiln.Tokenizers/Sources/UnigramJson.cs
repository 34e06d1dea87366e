using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>The model <c>Unigram</c> of tokenizer.json: a list of pieces with their scores.</summary>
internal static class UnigramJson
{
    public static UnigramModel Read(JsonNodeView node)
    {
        var text = new JsonText();
        var vocabulary = node.Required("vocab");
        var pieces = vocabulary.Items().Select(item =>
        {
            if (!item.IsArray || item.Element.GetArrayLength() != 2 || item.Element[1].ValueKind != JsonValueKind.Number)
            {
                throw item.Wrong("a piece and its score");
            }

            return (text.ValueOf(new(item.Element[0], item.Path)).ToArray(), item.Element[1].GetDouble());
        });
        var model = UnigramModel.Create(pieces, node["unk_id"] is { IsNull: false } unknown ? unknown.AsInt() : null, node["byte_fallback"].AsBool(false), vocabulary.Path);
        var own = node["sentencepiece"];
        return own.IsNull ? model : model.AsSentencePiece(own.Required("unknown_score").AsDouble(), own.Required("unmatched").Items().Select(item => item.AsInt()).ToHashSet());
    }

    public static void Write(Utf8JsonWriter writer, UnigramModel model, int unknown, double[] scores)
    {
        writer.WriteString("type", model.Kind);
        if (unknown >= 0)
        {
            writer.WriteNumber("unk_id", unknown);
        }
        else
        {
            writer.WriteNull("unk_id");
        }

        writer.WriteStartArray("vocab");
        for (var id = 0; id < scores.Length; id++)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(model.Vocabulary[id]);
            writer.WriteNumberValue(scores[id]);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteBoolean("byte_fallback", model.ByteFallback);
        if (model.Unmatched is { } unmatched)
        {
            // Kiln's own: what the format cannot say of a SentencePiece file, so that the ids stay the same.
            writer.WriteStartObject("sentencepiece");
            writer.WriteNumber("unknown_score", model.UnknownScore);
            writer.WriteStartArray("unmatched");
            foreach (var id in unmatched.Order())
            {
                writer.WriteNumberValue(id);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }
}
