namespace Kiln.Tokenizers.Tests;

/// <summary>tokenizer.json: what is wrong is said with its place, and damaged files never do worse than that.</summary>
public sealed class JsonTests
{
    private const string Everything = """
        {
          "version": "1.0",
          "truncation": {"direction": "Left", "max_length": 9, "strategy": "OnlyFirst", "stride": 1},
          "padding": {"strategy": {"Fixed": 8}, "direction": "Right", "pad_to_multiple_of": 2, "pad_id": 3, "pad_type_id": 1, "pad_token": "<p>"},
          "added_tokens": [{"id": 9, "content": "<x>", "single_word": true, "lstrip": true, "rstrip": true, "normalized": true, "special": true}],
          "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "NFC"}, {"type": "NFD"}, {"type": "NFKC"}, {"type": "NFKD"}, {"type": "Lowercase"}, {"type": "StripAccents"}, {"type": "Nmt"},
            {"type": "Strip", "strip_left": true, "strip_right": false}, {"type": "Prepend", "prepend": "_"},
            {"type": "Replace", "pattern": {"Regex": "b+"}, "content": "b"}, {"type": "Replace", "pattern": {"String": "c"}, "content": "d"},
            {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": false}]},
          "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "WhitespaceSplit"}, {"type": "Whitespace"}, {"type": "BertPreTokenizer"}, {"type": "Digits", "individual_digits": true},
            {"type": "Punctuation", "behavior": "Contiguous"}, {"type": "CharDelimiterSplit", "delimiter": "x"}, {"type": "FixedLength", "length": 4},
            {"type": "Split", "pattern": {"Regex": "[0-9][0-9][0-9]"}, "behavior": "MergedWithNext", "invert": false},
            {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": true},
            {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}]},
          "post_processor": {"type": "Sequence", "processors": [
            {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": false, "use_regex": true},
            {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<x>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
             "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
             "special_tokens": {"<x>": {"id": "<x>", "ids": [9], "tokens": ["<x>"]}}}]},
          "decoder": {"type": "Sequence", "decoders": [
            {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true}, {"type": "ByteFallback"}, {"type": "Fuse"},
            {"type": "Strip", "content": " ", "start": 1, "stop": 0}, {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
            {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true}, {"type": "WordPiece", "prefix": "##", "cleanup": true},
            {"type": "BPEDecoder", "suffix": "</w>"}, {"type": "CTC", "pad_token": "<pad>", "word_delimiter_token": "|", "cleanup": true}]},
          "model": {"type": "BPE", "dropout": null, "unk_token": "u", "continuing_subword_prefix": "", "end_of_word_suffix": "", "fuse_unk": true,
            "byte_fallback": true, "ignore_merges": true, "vocab": {"u": 0, "a": 1, "b": 2, "ab": 3, "\u00e9\n": 4}, "merges": [["a", "b"]]}
        }
        """;

    private const string Further = """
        {"added_tokens": [{"id": 9, "content": "<x>", "matches_text": false}], "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "UnicodeScripts"},
            {"type": "Split", "pattern": {"Regex": "(?=[A-Z])"}, "behavior": "MergedWithNext", "invert": true}]},
         "post_processor": {"type": "Sequence", "processors": [{"type": "BertProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0]},
            {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0]},
            {"type": "TemplateProcessing", "single": "<s> $A", "pair": "$A $B:1", "special_tokens": {"<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]}}}]},
         "model": {"type": "BPE", "dropout": 0.5, "vocab": {"a": 0, "b": 1, "ab": 2, "A": 3}, "merges": ["a b"]}}
        """;

    private const string Small = """
        {"added_tokens": [{"id": 3, "content": "<x>"}], "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "ByteLevel"}, "decoder": {"type": "ByteLevel"},
         "post_processor": {"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0]},
         "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b"]}}
        """;

    private const string Pieces = """
        {"normalizer": {"type": "BertNormalizer"}, "pre_tokenizer": {"type": "BertPreTokenizer"}, "decoder": {"type": "WordPiece"},
         "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": {"[UNK]": 0, "a": 1, "##b": 2}}}
        """;

    private const string Rest = """
        {"normalizer": {"type": "Sequence", "normalizers": [{"type": "ByteLevel"}, {"type": "Precompiled", "precompiled_charsmap": "CAAAAAAEAABhBQAAYgA="}]},
         "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Whitespace"}, {"type": "Metaspace", "replacement": "_", "prepend_scheme": "never", "split": false}]},
         "decoder": {"type": "Sequence", "decoders": [{"type": "BPEDecoder", "suffix": "</w>"}, {"type": "CTC", "pad_token": "<pad>", "word_delimiter_token": "|", "cleanup": true}]},
         "model": {"type": "WordLevel", "unk_token": "<unk>", "vocab": {"<unk>": 0, "a": 1, "ab": 2}}}
        """;

    private const string Scores = """
        {"pre_tokenizer": {"type": "Metaspace"}, "decoder": {"type": "Metaspace"},
         "model": {"type": "Unigram", "unk_id": 0, "byte_fallback": false, "vocab": [["<unk>", 0.0], ["a", -1.5], ["b", -2.0], ["ab", -1.0], ["\u2581", -3.0]]}}
        """;

    private static readonly byte[][] s_seeds = [.. new[] { Everything, Further, Small, Pieces, Rest, Scores }.Select(System.Text.Encoding.UTF8.GetBytes)];

    [Fact]
    public void Seeds_of_damage_are_good() => s_seeds.ShouldAllBe(seed => Tokenizer.FromJson(seed).ToJson().Length > 0);

    [Fact]
    public void Every_component_is_read_and_written_again_as_it_was()
    {
        var json = Tokenizer.FromJson(Everything).ToJson();
        Tokenizer.FromJson(json).ToJson().ShouldBe(json);
        var before = System.Text.Json.Nodes.JsonNode.Parse(Everything)!;
        var after = System.Text.Json.Nodes.JsonNode.Parse(json)!;
        foreach (var (name, value) in before.AsObject())
        {
            System.Text.Json.Nodes.JsonNode.DeepEquals(after[name], value).ShouldBeTrue($"{name}: {after[name]!.ToJsonString()}");
        }
    }

    [Theory]
    [InlineData("""{"model": {"type": "Magic"}}""", "Magic", "WordPiece")]
    [InlineData("""{"normalizer": {"type": "NFX"}, "model": {}}""", "normalizer.type is 'NFX'", "Lowercase")]
    [InlineData("""{"pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Cut"}]}, "model": {}}""", "pre_tokenizer.pretokenizers[0].type is 'Cut'", "Metaspace")]
    [InlineData("""{"decoder": {"type": "X"}, "model": {}}""", "decoder.type", "WordPiece")]
    [InlineData("""{"post_processor": {"type": "X"}, "model": {}}""", "post_processor.type", "TemplateProcessing")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 0, "b": 0}, "merges": []}}""", "'a' and to 'b'", "id 0")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a z"]}}""", "'z'", "merge 0")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 0, "b": 1}, "merges": ["a b"]}}""", "'ab'", "lacks")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": -1}, "merges": []}}""", "-1", "'a'")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 4000000000}, "merges": []}}""", "4000000000", "'a'")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": "x"}, "merges": []}}""", "'a'", "whole number")]
    [InlineData("""{"model": {"type": "BPE", "vocab": [], "merges": []}}""", "model.vocab", "object")]
    [InlineData("""{"model": {"type": "BPE", "dropout": 1.5, "vocab": {}, "merges": []}}""", "model.dropout", "from 0 to 1")]
    [InlineData("""{"pre_tokenizer": {"type": "FixedLength", "length": 0}, "model": {}}""", "pre_tokenizer.length", "above 0")]
    [InlineData("""{"post_processor": {"type": "TemplateProcessing", "single": [{"Sequence": {"id": "B"}}], "pair": []}, "model": {}}""", "single", "$B")]
    [InlineData("""{"added_tokens": [{"id": 1, "content": "x"}, {"id": 1, "content": "y"}], "model": {"type": "BPE", "vocab": {}, "merges": []}}""", "'x' and 'y'", "1")]
    [InlineData("""{"added_tokens": [{"id": 7, "content": "a"}], "model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}""", "'a'", "under 0")]
    [InlineData("""{"post_processor": {"type": "TemplateProcessing", "single": "[X] $A", "pair": "$A $B", "special_tokens": {}}, "model": {}}""", "[X]", "special_tokens")]
    [InlineData("""{"model": """, "tokenizer.json", "cut off")]
    [InlineData("[]", "tokenizer.json", "model")]
    [InlineData("{}", "model", "missing")]
    public void What_is_wrong_is_said_with_its_place(string json, string place, string hint)
    {
        var message = Should.Throw<TokenizerFormatException>(() => Tokenizer.FromJson(json)).Message;
        message.ShouldContain(place);
        message.ShouldContain(hint);
    }

    [Fact]
    public void Tokens_that_no_text_can_write_stay_so_in_a_saved_file()
    {
        var parts = new TokenizerParts { AddedTokens = [new("<s>", 1) { Special = true, MatchesText = false }, new("</s>", 2) { Special = true }] };
        var model = BpeModel.Create(new Dictionary<string, int> { ["<"] = 0, ["s"] = 3, [">"] = 4, ["/"] = 5 }, []);
        var json = new Tokenizer(model, parts).ToJson();
        var again = Tokenizer.FromJson(json);
        again.Parts.AddedTokens.Single(token => token.Content == "<s>").MatchesText.ShouldBeFalse();
        again.EncodeToIds("<s></s>").ShouldBe([0, 3, 4, 2]);
        again.ToJson().ShouldBe(json);
    }

    [Fact]
    public void Damaged_files_are_refused_or_work()
    {
        var good = Fuzzer.Run<TokenizerException>(s_seeds, data =>
        {
            var tokenizer = Tokenizer.FromJson(data);
            var ids = tokenizer.Encode("Ab 12 <x>, é\n中 ", new EncodeOptions { DropoutSeed = 1 }).Ids;
            tokenizer.Decode(ids);
            tokenizer.ToJson();
        });
        good.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Damaged_vocabulary_files_are_refused_or_work()
    {
        byte[][] seeds = [System.Text.Encoding.UTF8.GetBytes("#version: 0.2\na b\nab b\n"), System.Text.Encoding.UTF8.GetBytes("[UNK]\na\n##b\n[CLS]\n[SEP]\n"), System.Text.Encoding.UTF8.GetBytes("YQ== 0\nYg== 1\nYWI= 2\n")];
        var vocabulary = System.Text.Encoding.UTF8.GetBytes("""{"a": 0, "b": 1, "ab": 2, "abb": 3}""");
        Fuzzer.Run<TokenizerException>(seeds, data => VocabularyFiles.ReadVocabAndMerges(vocabulary, data));
        Fuzzer.Run<TokenizerException>(seeds, data => new Tokenizer(VocabularyFiles.ReadVocabTxt(data, lowercase: true).Model).EncodeToIds("ab"));
        Fuzzer.Run<TokenizerException>(seeds, data => Tokenizer.FromTiktoken(data, KnownPatterns.Gpt2).EncodeToIds("abab"));
    }
}
