namespace Kiln.Tokenizers;

/// <summary>Reads the <c>decoder</c> of a tokenizer.json.</summary>
internal static class DecoderJson
{
    private const string Supported = "supported are BPEDecoder, ByteFallback, ByteLevel, CTC, Fuse, Metaspace, Replace, Sequence, Strip and WordPiece";

    public static Decoder Read(JsonNodeView node) => node.Required("type").AsString() switch
    {
        "Sequence" when node["sentencepiece"].IsObject => SentencePieceDecoder.Read(node["sentencepiece"]),
        "Sequence" => new SequenceDecoder([.. node.Required("decoders").Items().Select(Read)]),
        "ByteLevel" => new ByteLevelDecoder
        {
            AddPrefixSpace = node["add_prefix_space"].AsBool(true),
            TrimOffsets = node["trim_offsets"].AsBool(true),
            UseRegex = node["use_regex"].AsBool(true),
        },
        "ByteFallback" => new ByteFallbackDecoder(),
        "Fuse" => new FuseDecoder(),
        "Strip" => new StripDecoder(node.Required("content").AsString(), node["start"].AsInt(0), node["stop"].AsInt(0)),
        "Replace" => new ReplaceDecoder(PatternJson.Read(node.Required("pattern")), node.Required("content").AsString()),
        "WordPiece" => new WordPieceDecoder { Prefix = node["prefix"].AsStringOrNull() ?? "##", CleanUp = node["cleanup"].AsBool(true) },
        "Metaspace" => new MetaspaceDecoder
        {
            Replacement = node["replacement"].AsStringOrNull() ?? "▁",
            PrependScheme = PreTokenizerJson.ReadScheme(node),
            Split = node["split"].AsBool(true),
        },
        "BPEDecoder" => new BpeDecoder(node["suffix"].AsStringOrNull() ?? "</w>"),
        "CTC" => new CtcDecoder
        {
            PadToken = node["pad_token"].AsStringOrNull() ?? "<pad>",
            WordDelimiterToken = node["word_delimiter_token"].AsStringOrNull() ?? "|",
            CleanUp = node["cleanup"].AsBool(true),
        },
        var kind => throw new TokenizerFormatException($"{node.Path}.type is '{kind}', which is not supported; {Supported}"),
    };
}
