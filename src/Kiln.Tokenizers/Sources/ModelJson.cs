using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Reads the <c>model</c> of a tokenizer.json.</summary>
internal static class ModelJson
{
    private const string Supported = "supported are BPE, Unigram, WordPiece and WordLevel";

    public static TokenizerModel Read(JsonNodeView node)
    {
        node.Expect(JsonValueKind.Object);
        return KindOf(node) switch
        {
            "BPE" or "WordLevel" when node["sentencepiece"].IsObject => SentencePieceJson.Read(node["sentencepiece"], ReadVocabulary(node.Required("vocab")), node["byte_fallback"].AsBool(false)),
            "BPE" => ReadBpe(node),
            "WordPiece" => new WordPieceModel(
                ReadVocabulary(node.Required("vocab")), node["unk_token"].AsStringOrNull() ?? "[UNK]", node["continuing_subword_prefix"].AsStringOrNull() ?? "##",
                node["max_input_chars_per_word"].AsIntWithin(100, 0, int.MaxValue)),
            "Unigram" => UnigramJson.Read(node),
            "WordLevel" => new WordLevelModel(ReadVocabulary(node.Required("vocab")), node["unk_token"].AsStringOrNull() ?? "<unk>"),
            var kind => throw new TokenizerFormatException($"{node.Path}.type is '{kind}', which is not supported; {Supported}"),
        };
    }

    /// <summary>Reads pieces and ids.</summary>
    public static Vocabulary ReadVocabulary(JsonNodeView node)
    {
        node.Expect(JsonValueKind.Object);
        var builder = new VocabularyBuilder(node.Path);
        var text = new JsonText();
        foreach (var property in node.Element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetInt64(out var id))
            {
                throw new TokenizerFormatException($"{node.Path}: the id of '{VocabularyBuilder.Show(text.NameOf(property))}' is {property.Value.GetRawText()}; expected a whole number");
            }

            builder.Add(text.NameOf(property), id);
        }

        return builder.Build();
    }

    /// <summary>Older files do not name the kind; each has a property that the others lack.</summary>
    private static string KindOf(JsonNodeView node) => node["type"].AsStringOrNull()
        ?? (!node["merges"].IsNull ? "BPE" : node["vocab"].IsArray ? "Unigram" : !node["continuing_subword_prefix"].IsNull ? "WordPiece" : "WordLevel");

    private static BpeModel ReadBpe(JsonNodeView node)
    {
        var options = new BpeOptions
        {
            Dropout = node["dropout"] is { IsNull: false } dropout ? dropout.AsDouble() : null,
            UnknownToken = node["unk_token"].AsStringOrNull(),
            ContinuingSubwordPrefix = node["continuing_subword_prefix"].AsStringOrNull(),
            EndOfWordSuffix = node["end_of_word_suffix"].AsStringOrNull(),
            FuseUnknown = node["fuse_unk"].AsBool(false),
            ByteFallback = node["byte_fallback"].AsBool(false),
            IgnoreMerges = node["ignore_merges"].AsBool(false),
        };
        var builder = new BpeBuilder(ReadVocabulary(node.Required("vocab")), options);
        var (left, right) = (new JsonText(), new JsonText());
        foreach (var item in node.Required("merges").Items())
        {
            if (item.IsArray)
            {
                if (item.Element.GetArrayLength() != 2)
                {
                    throw item.Wrong("a list of two pieces");
                }

                builder.AddMerge(left.ValueOf(new(item.Element[0], item.Path)), right.ValueOf(new(item.Element[1], item.Path)));
                continue;
            }

            var pair = left.ValueOf(item);
            var space = pair.IndexOf((byte)' ');
            if (space < 0)
            {
                throw new TokenizerFormatException($"{item.Path} is '{VocabularyBuilder.Show(pair)}'; expected two pieces with a space between");
            }

            builder.AddMerge(pair[..space], pair[(space + 1)..]);
        }

        return builder.Build();
    }
}
