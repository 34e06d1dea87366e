namespace Kiln.Tokenizers;

/// <summary>Reads the <c>pre_tokenizer</c> of a tokenizer.json.</summary>
internal static class PreTokenizerJson
{
    private const string Supported =
        "supported are BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, FixedLength, Metaspace, Punctuation, Sequence, Split, UnicodeScripts, Whitespace and WhitespaceSplit";

    public static PreTokenizer Read(JsonNodeView node) => node.Required("type").AsString() switch
    {
        "Sequence" => new SequencePreTokenizer([.. node.Required("pretokenizers").Items().Select(Read)]),
        "ByteLevel" => new ByteLevelPreTokenizer
        {
            AddPrefixSpace = node["add_prefix_space"].AsBool(true),
            TrimOffsets = node["trim_offsets"].AsBool(true),
            UseRegex = node["use_regex"].AsBool(true),
        },
        "Split" => new SplitPreTokenizer(PatternJson.Read(node.Required("pattern")), ReadBehavior(node.Required("behavior")), node["invert"].AsBool(false)),
        "BertPreTokenizer" => new BertPreTokenizer(),
        "Whitespace" => new WhitespacePreTokenizer(),
        "WhitespaceSplit" => new WhitespaceSplitPreTokenizer(),
        "UnicodeScripts" => new UnicodeScriptsPreTokenizer(),
        "Digits" => new DigitsPreTokenizer(node["individual_digits"].AsBool(false)),
        "Punctuation" => new PunctuationPreTokenizer(node["behavior"].IsNull ? SplitBehavior.Isolated : ReadBehavior(node["behavior"])),
        "CharDelimiterSplit" => new CharDelimiterSplitPreTokenizer(node.Required("delimiter").AsString()),
        "FixedLength" => new FixedLengthPreTokenizer(node["length"].AsInt(5) is > 0 and var length ? length : throw node["length"].Wrong("a number above 0")),
        "Metaspace" when node["sentencepiece"].IsObject => new WordMarkPreTokenizer(),
        "Metaspace" => new MetaspacePreTokenizer
        {
            Replacement = node["replacement"].AsStringOrNull() ?? "▁",
            PrependScheme = ReadScheme(node),
            SplitsWords = node["split"].AsBool(true),
        },
        var kind => throw new TokenizerFormatException($"{node.Path}.type is '{kind}', which is not supported; {Supported}"),
    };

    /// <summary>Where Metaspace puts a mark; older files say <c>add_prefix_space</c>.</summary>
    public static PrependScheme ReadScheme(JsonNodeView node) => node["prepend_scheme"].OneOf(
        node["add_prefix_space"].AsBool(true) ? PrependScheme.Always : PrependScheme.Never,
        ("always", PrependScheme.Always), ("first", PrependScheme.First), ("never", PrependScheme.Never));

    private static SplitBehavior ReadBehavior(JsonNodeView node) => node.OneOf(
        SplitBehavior.Isolated, ("Removed", SplitBehavior.Removed), ("Isolated", SplitBehavior.Isolated), ("MergedWithPrevious", SplitBehavior.MergedWithPrevious),
        ("MergedWithNext", SplitBehavior.MergedWithNext), ("Contiguous", SplitBehavior.Contiguous));
}
