using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Writes a SentencePiece BPE model as tokenizer.json has it: with the list of merges that its scores amount to.</summary>
internal static class SentencePieceJson
{
    public static void Write(Utf8JsonWriter writer, SentencePieceBpeModel model, SentencePieceType[] types, int unknown)
    {
        writer.WriteString("type", model.Kind);
        writer.WriteNull("dropout");
        writer.WriteString("unk_token", model.Vocabulary[unknown]);
        writer.WriteNull("continuing_subword_prefix");
        writer.WriteNull("end_of_word_suffix");
        writer.WriteBoolean("fuse_unk", true);
        writer.WriteBoolean("byte_fallback", model.ByteFallback);
        writer.WriteBoolean("ignore_merges", false);
        VocabularyJson.Write(writer, model.Vocabulary);
        writer.WriteStartArray("merges");
        foreach (var (_, left, right) in Merges(model, types).OrderBy(merge => merge.Rank))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(model.Vocabulary[left]);
            writer.WriteStringValue(model.Vocabulary[right]);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static IEnumerable<(int Rank, int Left, int Right)> Merges(SentencePieceBpeModel model, SentencePieceType[] types)
    {
        for (var id = 0; id < types.Length; id++)
        {
            var length = ScoredMerges.IsText(types[id]) ? model.Vocabulary[id].Length : 0;
            for (var cut = 1; cut < length; cut++)
            {
                if (model.Vocabulary.TryGetId(model.Vocabulary[id][..cut], out var left) && model.Vocabulary.TryGetId(model.Vocabulary[id][cut..], out var right)
                    && model.FindMerge(left, right, out var result) is var rank && rank != MergeTable.None && result == id)
                {
                    yield return (rank, left, right);
                }
            }
        }
    }
}
