namespace Kiln.Tokenizers;

/// <summary>Reads the <c>post_processor</c> of a tokenizer.json.</summary>
internal static class PostProcessorJson
{
    private const string Supported = "supported are BertProcessing, ByteLevel, RobertaProcessing, Sequence and TemplateProcessing";

    public static PostProcessor Read(JsonNodeView node) => node.Required("type").AsString() switch
    {
        "Sequence" => new SequencePostProcessor([.. node.Required("processors").Items().Select(Read)]),
        "ByteLevel" => new ByteLevelPostProcessor
        {
            AddPrefixSpace = node["add_prefix_space"].AsBool(true),
            TrimOffsets = node["trim_offsets"].AsBool(true),
            UseRegex = node["use_regex"].AsBool(true),
        },
        "BertProcessing" => new BertPostProcessor(ReadToken(node.Required("sep")), ReadToken(node.Required("cls"))),
        "RobertaProcessing" => new RobertaPostProcessor(ReadToken(node.Required("sep")), ReadToken(node.Required("cls")))
        {
            TrimOffsets = node["trim_offsets"].AsBool(true),
            AddPrefixSpace = node["add_prefix_space"].AsBool(true),
        },
        "TemplateProcessing" => new TemplatePostProcessor(
            ReadPlaces(node.Required("single")), node["pair"].IsNull ? [] : ReadPlaces(node["pair"]), node["special_tokens"].IsNull ? [] : ReadTokens(node["special_tokens"])),
        var kind => throw new TokenizerFormatException($"{node.Path}.type is '{kind}', which is not supported; {Supported}"),
    };

    private static SpecialToken ReadToken(JsonNodeView node)
    {
        var items = node.Items().ToArray();
        return items.Length == 2 ? new(items[0].AsString(), items[1].AsInt()) : throw node.Wrong("a list of a token and its id");
    }

    private static TemplatePlace[] ReadPlaces(JsonNodeView node) => node.IsString
        ? TemplatePostProcessor.ParsePlaces(node.AsString())
        : [.. node.Items().Select(item => item["Sequence"] is { IsNull: false } sequence
            ? new TemplatePlace(sequence.Required("id").OneOf("A", ("A", "A"), ("B", "B")), IsSequence: true, sequence["type_id"].AsInt(0))
            : new TemplatePlace(item.Required("SpecialToken").Required("id").AsString(), IsSequence: false, item["SpecialToken"]["type_id"].AsInt(0)))];

    private static List<TemplateToken> ReadTokens(JsonNodeView node)
    {
        node.Expect(System.Text.Json.JsonValueKind.Object);
        List<TemplateToken> tokens = [];
        foreach (var property in node.Element.EnumerateObject())
        {
            var token = new JsonNodeView(property.Value, $"{node.Path}.{property.Name}");
            tokens.Add(new(property.Name, [.. token.Required("ids").Items().Select(id => id.AsInt())], token["tokens"].IsNull ? [] : [.. token["tokens"].Items().Select(text => text.AsString())]));
        }

        return tokens;
    }
}
