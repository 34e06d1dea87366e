namespace Kiln.Tokenizers;

/// <summary>Reads the <c>normalizer</c> of a tokenizer.json.</summary>
internal static class NormalizerJson
{
    private const string Supported =
        "supported are BertNormalizer, ByteLevel, Lowercase, NFC, NFD, NFKC, NFKD, Nmt, Precompiled, Prepend, Replace, Sequence, Strip and StripAccents";

    public static TextNormalizer Read(JsonNodeView node) => node.Required("type").AsString() switch
    {
        "Sequence" when node["sentencepiece"].IsObject => SentencePieceNormalizer.Read(node),
        "Sequence" => new SequenceNormalizer([.. node.Required("normalizers").Items().Select(Read)]),
        "BertNormalizer" => new BertNormalizer
        {
            CleanText = node["clean_text"].AsBool(true),
            HandleChineseCharacters = node["handle_chinese_chars"].AsBool(true),
            StripAccents = node["strip_accents"] is { IsNull: false } strip ? strip.AsBool(false) : null,
            Lowercase = node["lowercase"].AsBool(true),
        },
        "NFC" => new UnicodeNormalizer(UnicodeNormalization.Nfc),
        "NFD" => new UnicodeNormalizer(UnicodeNormalization.Nfd),
        "NFKC" => new UnicodeNormalizer(UnicodeNormalization.Nfkc),
        "NFKD" => new UnicodeNormalizer(UnicodeNormalization.Nfkd),
        "Lowercase" => new LowercaseNormalizer(),
        "StripAccents" => new StripAccentsNormalizer(),
        "Strip" => new StripNormalizer(node["strip_left"].AsBool(true), node["strip_right"].AsBool(true)),
        "Prepend" => new PrependNormalizer(node.Required("prepend").AsString()),
        "Replace" => new ReplaceNormalizer(PatternJson.Read(node.Required("pattern")), node.Required("content").AsString()),
        "Nmt" => new NmtNormalizer(),
        "Precompiled" => new PrecompiledNormalizer(ReadMap(node.Required("precompiled_charsmap"))),
        "ByteLevel" => new ByteLevelNormalizer(),
        var kind => throw new TokenizerFormatException($"{node.Path}.type is '{kind}', which is not supported; {Supported}"),
    };

    internal static byte[] ReadMap(JsonNodeView node)
    {
        node.Expect(System.Text.Json.JsonValueKind.String);
        return node.Element.TryGetBytesFromBase64(out var map) ? map : throw node.Wrong("the bytes of a character map in base 64");
    }
}
