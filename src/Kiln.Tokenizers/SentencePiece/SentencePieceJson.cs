using System.Globalization;
using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>SentencePiece models of BPE and of words in tokenizer.json: BPE with the list of merges that its scores amount to, and beside it what only Kiln knows, by which the same model is read back.</summary>
internal static class SentencePieceJson
{
    /// <summary>Writes a model; with its scores, where merges alone do not say what is a piece: of symbols that the user defined, and of pieces that are taken apart again.</summary>
    public static void Write(Utf8JsonWriter writer, SentencePieceBpeModel model, SentencePieceModelKind kind, SentencePieceType[] types, float[] scores, int unknown)
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
        if (types.Any(type => type is SentencePieceType.UserDefined or SentencePieceType.Unused))
        {
            WriteOwn(writer, kind, types, scores);
        }
    }

    /// <summary>Writes what the format cannot say of a SentencePiece file: Kiln's own, so that the ids stay the same.</summary>
    public static void WriteOwn(Utf8JsonWriter writer, SentencePieceModelKind kind, SentencePieceType[] types, float[] scores)
    {
        writer.WriteStartObject("sentencepiece");
        writer.WriteNumber("kind", (int)kind);
        writer.WriteStartObject("types");
        foreach (var type in types.Where(type => type != SentencePieceType.Normal).Distinct().Order())
        {
            writer.WriteStartArray(((int)type).ToString(CultureInfo.InvariantCulture));
            for (var id = 0; id < types.Length; id++)
            {
                if (types[id] == type)
                {
                    writer.WriteNumberValue(id);
                }
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("scores");
        foreach (var score in scores)
        {
            writer.WriteNumberValue(score);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Reads a model that <see cref="WriteOwn"/> wrote about.</summary>
    /// <param name="own">What it wrote.</param>
    /// <param name="vocabulary">The pieces.</param>
    /// <param name="byteFallback">Whether unknown characters are written in bytes.</param>
    /// <exception cref="TokenizerFormatException">It does not fit the vocabulary.</exception>
    public static TokenizerModel Read(JsonNodeView own, Vocabulary vocabulary, bool byteFallback)
    {
        var types = new SentencePieceType[vocabulary.Size];
        Array.Fill(types, SentencePieceType.Normal);
        own.Required("types").Expect(JsonValueKind.Object);
        foreach (var list in own["types"].Element.EnumerateObject())
        {
            if (!int.TryParse(list.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var type) || type is < 2 or > 6)
            {
                throw new TokenizerFormatException($"{own.Path}.types: '{RegexScanner.Quote(list.Name)}' is no type of a piece; types go from 2 to 6");
            }

            foreach (var item in new JsonNodeView(list.Value, $"{own.Path}.types.{type}").Items())
            {
                var id = item.AsInt();
                types[id >= 0 && id < types.Length ? id : throw new TokenizerFormatException($"{item.Path} is {id}; expected an id from 0 to {types.Length - 1}")] = (SentencePieceType)type;
            }
        }

        var scores = own.Required("scores").Items()
            .Select(item => (float)item.AsDouble() is var score && float.IsFinite(score) ? score : throw new TokenizerFormatException($"{item.Path} is {item.Element.GetRawText()}, which is too large")).ToArray();
        var unknown = Array.IndexOf(types, SentencePieceType.Unknown);
        if (unknown < 0 || vocabulary.Count != types.Length || (scores.Length > 0 && scores.Length != types.Length))
        {
            throw new TokenizerFormatException($"{own.Path}: it fits no vocabulary of {vocabulary.Count} pieces; expected one unknown piece, all ids up to the largest, and {types.Length} scores or none");
        }

        var kind = own.Required("kind").AsInt();
        var file = new SentencePieceFile
        {
            Pieces = [.. types.Select((type, id) => new ScoredPiece(vocabulary[id].ToArray(), scores.Length > 0 ? scores[id] : 0, type))],
            Kind = kind is >= (int)SentencePieceModelKind.Bpe and <= (int)SentencePieceModelKind.Character ? (SentencePieceModelKind)kind : throw own["kind"].Wrong("2, 3 or 4"),
            Unknown = unknown,
            ByteFallback = byteFallback,
        };
        return file.Kind == SentencePieceModelKind.Word ? new SentencePieceWordModel(vocabulary, file) : new SentencePieceBpeModel(vocabulary, file);
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
