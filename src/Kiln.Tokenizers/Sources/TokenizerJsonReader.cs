using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Reads tokenizer.json, the format of Hugging Face's tokenizers.</summary>
internal static class TokenizerJsonReader
{
    private const int DeepestNesting = 64;

    // No model reads as many tokens; an encoding of so many already takes some gigabytes.
    private const int LongestPadding = 1 << 27;

    /// <summary>Reads a tokenizer.</summary>
    /// <exception cref="TokenizerFormatException">The file is damaged, contradictory, or uses what is not supported.</exception>
    public static (TokenizerModel Model, TokenizerParts Parts) Read(ReadOnlyMemory<byte> utf8)
    {
        using var document = Parse(utf8, "tokenizer.json");
        try
        {
            var root = new JsonNodeView(document.RootElement, "");
            if (!root.IsObject)
            {
                throw new TokenizerFormatException("tokenizer.json: expected an object with a 'model'");
            }

            if (LooksLikeVocabulary(root))
            {
                throw new TokenizerFormatException("tokenizer.json: pieces with numbers, as in a vocab.json; name it vocab.json and put its merges.txt beside it, or get the tokenizer.json");
            }

            var parts = new TokenizerParts
            {
                Normalizer = root["normalizer"] is { IsNull: false } normalizer ? NormalizerJson.Read(normalizer) : null,
                PreTokenizer = root["pre_tokenizer"] is { IsNull: false } preTokenizer ? PreTokenizerJson.Read(preTokenizer) : null,
                PostProcessor = root["post_processor"] is { IsNull: false } postProcessor ? PostProcessorJson.Read(postProcessor) : null,
                Decoder = root["decoder"] is { IsNull: false } decoder ? DecoderJson.Read(decoder) : null,
                AddedTokens = root["added_tokens"] is { IsNull: false } added ? ReadAddedTokens(added) : [],
                Truncation = root["truncation"] is { IsNull: false } truncation ? ReadTruncation(truncation) : null,
                Padding = root["padding"] is { IsNull: false } padding ? ReadPadding(padding) : null,
            };
            return (ModelJson.Read(root.Required("model")), parts);
        }
        catch (InvalidOperationException e)
        {
            throw new TokenizerFormatException($"tokenizer.json: {e.Message}", e);
        }
    }

    // Of a vocabulary every property is a piece with its id; one of them may be called "model".
    private static bool LooksLikeVocabulary(JsonNodeView root) =>
        !root["model"].IsObject && root.Element.EnumerateObject() is var pieces && pieces.Any() && pieces.All(piece => piece.Value.ValueKind == JsonValueKind.Number);

    /// <summary>Parses JSON; what is wrong with it is said with the file's name.</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, string file)
    {
        try
        {
            if (utf8.Span.StartsWith("\uFEFF"u8))
            {
                utf8 = utf8[3..];
            }

            return JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = DeepestNesting });
        }
        catch (JsonException e)
        {
            // The parser's own text speaks of its settings; the place is what helps.
            throw new TokenizerFormatException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{file}: no valid JSON, or cut off: line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1} of it cannot be read, or is nested deeper than {DeepestNesting} levels"), e);
        }
    }

    private static List<AddedToken> ReadAddedTokens(JsonNodeView list)
    {
        List<AddedToken> tokens = [];
        foreach (var item in list.Items())
        {
            tokens.Add(new(item.Required("content").AsString(), item.Required("id").AsInt())
            {
                Special = item["special"].AsBool(false),
                MatchesText = item["matches_text"].AsBool(true),
                Surface = item["surface"].AsStringOrNull(),
                SingleWord = item["single_word"].AsBool(false),
                StripsLeft = item["lstrip"].AsBool(false),
                StripsRight = item["rstrip"].AsBool(false),
                Normalized = item["normalized"].AsBool(!item["special"].AsBool(false)),
            });
        }

        return tokens;
    }

    private static TruncationOptions ReadTruncation(JsonNodeView node) => new(node.Required("max_length").AsIntWithin(0))
    {
        Strategy = node["strategy"].OneOf(
            TruncationStrategy.LongestFirst, ("LongestFirst", TruncationStrategy.LongestFirst), ("OnlyFirst", TruncationStrategy.OnlyFirst), ("OnlySecond", TruncationStrategy.OnlySecond)),
        Stride = node["stride"].AsIntWithin(0, 0, int.MaxValue),
        Side = node["direction"].OneOf(TextSide.Right, ("Right", TextSide.Right), ("Left", TextSide.Left)),
    };

    private static PaddingOptions ReadPadding(JsonNodeView node)
    {
        // The strategy is "BatchLongest" or {"Fixed": 128}.
        var strategy = node["strategy"];
        return new()
        {
            Length = strategy.IsObject ? strategy.Required("Fixed").AsIntWithin(0, LongestPadding) : strategy.OneOf<int?>(null, ("BatchLongest", null)),
            MultipleOf = node["pad_to_multiple_of"] is { IsNull: false } multiple ? multiple.AsIntWithin(0, LongestPadding) : null,
            Side = node["direction"].OneOf(TextSide.Right, ("Right", TextSide.Right), ("Left", TextSide.Left)),
            PadId = node["pad_id"].AsIntWithin(0, 0, int.MaxValue),
            PadTypeId = node["pad_type_id"].AsIntWithin(0, 0, int.MaxValue),
            PadToken = node["pad_token"].AsStringOrNull() ?? "[PAD]",
        };
    }
}
