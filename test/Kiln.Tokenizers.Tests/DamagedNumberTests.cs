using System.Text.Json.Nodes;

namespace Kiln.Tokenizers.Tests;

/// <summary>Files that are made, or damaged, to take all memory or to mean nothing are refused with the place that is wrong.</summary>
public sealed class DamagedNumberTests
{
    [Theory]
    [InlineData("""{"strategy": "BatchLongest", "pad_to_multiple_of": -3}""", "padding.pad_to_multiple_of is -3; expected 0 or more")]
    [InlineData("""{"strategy": "BatchLongest", "pad_id": -5}""", "padding.pad_id is -5; expected 0 or more")]
    [InlineData("""{"strategy": {"Fixed": 2147483647}}""", "padding.strategy.Fixed is 2147483647; expected 134217728 or less")]
    [InlineData("""{"strategy": {"Fixed": 2147483640}, "pad_to_multiple_of": 2147483647}""", "padding.strategy.Fixed is 2147483640; expected 134217728 or less")]
    [InlineData("""{"strategy": {"Fixed": -1}}""", "padding.strategy.Fixed is -1; expected 0 or more")]
    public void Padding(string padding, string said) => Read("padding", padding).ShouldContain(said);

    [Theory]
    [InlineData("""{"max_length": -1}""", "truncation.max_length is -1")]
    [InlineData("""{"max_length": 4, "stride": -1}""", "truncation.stride is -1")]
    public void Truncation(string truncation, string said) => Read("truncation", truncation).ShouldContain(said);

    [Fact]
    public void Longest_words() => Read("model", """{"type": "WordPiece", "vocab": {"[UNK]": 0}, "max_input_chars_per_word": -1}""")
        .ShouldContain("model.max_input_chars_per_word is -1; expected 0 or more");

    [Fact]
    public void A_multiple_that_no_array_holds_is_refused()
    {
        var tokenizer = new Tokenizer(WordLevelModel.Create(new Dictionary<string, int> { ["<unk>"] = 0 }));
        var padding = new PaddingOptions { Length = 2147483640, MultipleOf = int.MaxValue - 1 };
        Should.Throw<TokenizerException>(() => tokenizer.Encode("a", new EncodeOptions { Padding = padding with { Length = int.MaxValue } })).Message.ShouldContain("2147483647");
        Should.Throw<TokenizerException>(() => tokenizer.Encode("a", new EncodeOptions { Padding = padding with { MultipleOf = 1 << 30, Length = (1 << 30) + 1 } })).Message.ShouldContain("2147483648 long");
    }

    [Fact]
    public void Replacements_that_double_a_text_again_and_again_are_refused()
    {
        var doubling = new JsonArray([.. Enumerable.Range(0, 40).Select(_ => JsonNode.Parse("""{"type": "Replace", "pattern": {"String": "a"}, "content": "aa"}""")!)]);
        var normalizer = Tokenizer.FromJson(File("normalizer", new JsonObject { ["type"] = "Sequence", ["normalizers"] = doubling.DeepClone() }.ToJsonString()));
        Should.Throw<TokenizerException>(() => normalizer.EncodeToIds("a b")).Message.ShouldContain("ReplaceNormalizer");
        normalizer.EncodeToIds("b").ShouldBe([1]);
        var decoder = Tokenizer.FromJson(File("decoder", new JsonObject { ["type"] = "Sequence", ["decoders"] = doubling.DeepClone() }.ToJsonString()));
        Should.Throw<TokenizerException>(() => decoder.Decode([0])).Message.ShouldContain("ReplaceDecoder");
        decoder.Decode([1]).ShouldBe("b");
    }

    private static string Read(string part, string json) => Should.Throw<TokenizerFormatException>(() => Tokenizer.FromJson(File(part, json))).Message;

    private static string File(string part, string json)
    {
        var root = JsonNode.Parse("""{"model": {"type": "WordLevel", "vocab": {"a": 0, "b": 1, "<unk>": 2}, "unk_token": "<unk>"}}""")!;
        root[part] = JsonNode.Parse(json);
        return root.ToJsonString();
    }
}
