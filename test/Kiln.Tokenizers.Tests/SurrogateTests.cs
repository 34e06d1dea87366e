using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Kiln.Tokenizers.Tests;

/// <summary>Lone surrogates, which strings may hold and UTF-8 has not: models that know all bytes say them by three, others see U+FFFD.</summary>
public sealed class SurrogateTests
{
    // A byte-level vocabulary of nothing but the 256 bytes, with all that may be done to a text before it.
    private const string EveryStep = """
        {"normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "NFKD"}, {"type": "Lowercase"}, {"type": "StripAccents"}, {"type": "Nmt"},
            {"type": "BertNormalizer", "clean_text": false}, {"type": "Strip"}, {"type": "Replace", "pattern": {"Regex": "[0-9]+"}, "content": "0"}]},
         "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{"type": "Digits"}, {"type": "Punctuation"}, {"type": "Split", "pattern": {"Regex": "\\p{Lu}x?"}, "behavior": "Isolated"},
            {"type": "ByteLevel", "add_prefix_space": false}]},
         "decoder": {"type": "ByteLevel"}, "model": {"type": "BPE", "vocab": VOCABULARY, "merges": []}}
        """;

    // Unigram with byte fallback.
    private const string Pieces = """
        {"decoder": {"type": "Sequence", "decoders": [{"type": "ByteFallback"}, {"type": "Fuse"}]},
         "model": {"type": "Unigram", "unk_id": 0, "byte_fallback": true, "vocab": VOCABULARY}}
        """;

    [Fact]
    public void A_lone_surrogate_is_the_three_bytes_that_its_number_has()
    {
        var gpt2 = TestData.Gpt2;
        gpt2.DecodeToUtf8(gpt2.EncodeToIds("a\uD83Db")).ShouldBe(new byte[] { (byte)'a', 0xED, 0xA0, 0xBD, (byte)'b' });
        gpt2.DecodeToUtf8(gpt2.EncodeToIds("\uDFFF")).ShouldBe(new byte[] { 0xED, 0xBF, 0xBF });
        gpt2.Decode(gpt2.EncodeToIds("\uDE00\uD83D")).ShouldBe("\uDE00\uD83D");
    }

    [Fact]
    public void The_halves_of_a_pair_said_one_by_one_are_invalid_as_any_other_bytes()
    {
        // No text is encoded so: a pair is a character of four bytes.
        string[] tokens = ["í", "ł", "½", "í", "¸", "Ģ"];
        new ByteLevelDecoder().Decode(tokens).ShouldBe(new string('\uFFFD', 6));
        new ByteLevelDecoder().Decode(tokens.Take(3)).ShouldBe("\uD83D");
        new ByteLevelDecoder().Decode(tokens.Take(5)).ShouldBe("\uD83D\uFFFD\uFFFD");
        new ByteFallbackDecoder().Decode(["<0xED>", "<0xA0>", "<0xBD>", "<0xED>", "<0xB8>", "<0x80>"]).ShouldBe(new string('\uFFFD', 6));
        new ByteFallbackDecoder().Decode(["<0xC3>", "<0xA9>", "<0xED>", "<0xB8>", "<0x80>"]).ShouldBe("é\uDE00");
    }

    [Fact]
    public void A_stream_gives_a_surrogate_whole_and_the_same_text()
    {
        foreach (var tokenizer in (Tokenizer[])[TestData.Gpt2, Llama2.Tokenizer, Unigram()])
        {
            Prop.ForAll(RandomText.AnyUnits, (string text) =>
            {
                // A special token between two halves is left out when decoding, and they would meet.
                text = text.Replace("\uFFFD", "", StringComparison.Ordinal).Replace("<|endoftext|>", "", StringComparison.Ordinal);
                var ids = tokenizer.EncodeToIds(text);
                var (stream, all) = (tokenizer.CreateStreamingDecoder(), new StringBuilder());
                foreach (var id in ids)
                {
                    var part = stream.Add(id);
                    part.ShouldNotContain("\uFFFD");
                    (part.Length > 0 && all.Length > 0 && char.IsLowSurrogate(part[0]) && char.IsHighSurrogate(all[^1])).ShouldBeFalse();
                    all.Append(part);
                }

                all.Append(stream.Finish());
                all.ToString().ShouldBe(tokenizer.Decode(ids));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
        }
    }

    [Fact]
    public void Any_bytes_streamed_are_the_text_of_all_of_them()
    {
        var gpt2 = TestData.Gpt2;
        var ids = Enumerable.Range(0, 256).Select(value => gpt2.TokenToId(ByteLetters.LetterOf((byte)value).ToString())!.Value).ToArray();
        byte[] likely = [0xED, 0xA0, 0xAF, 0xB0, 0xBF, 0x80, 0xE2, 0xF0, 0x9F, (byte)'a', 0xC3];
        var random = new Random(9);
        for (var i = 0; i < 20_000; i++)
        {
            var some = Enumerable.Range(0, random.Next(9)).Select(_ => ids[random.Next(8) == 0 ? random.Next(256) : likely[random.Next(likely.Length)]]).ToArray();
            var (stream, all) = (gpt2.CreateStreamingDecoder(), new StringBuilder());
            foreach (var id in some)
            {
                all.Append(stream.Add(id));
            }

            all.Append(stream.Finish()).ToString().ShouldBe(gpt2.Decode(some));
        }
    }

    [Fact]
    public void Offsets_cover_surrogates_as_units_of_the_string()
    {
        Prop.ForAll(RandomText.AnyUnits, (string text) =>
        {
            var (end, encoding) = (0, TestData.Gpt2.Encode(text));
            foreach (var offset in encoding.Offsets)
            {
                offset.Start.ShouldBeLessThanOrEqualTo(end);
                offset.End.ShouldBeGreaterThan(offset.Start);
                end = Math.Max(end, offset.End);
            }

            end.ShouldBe(text.Length);
            TestData.Gpt2.CountTokens(text).ShouldBe(encoding.Count);
            var index = TestData.Gpt2.IndexByTokenCount(text, encoding.Count / 2, out var count);
            TestData.Gpt2.Decode(encoding.Ids[..count], skipSpecialTokens: false).ShouldBe(text[..index]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Every_step_lets_them_through()
    {
        var letters = string.Join(", ", Enumerable.Range(0, 256).Select(value => $"{System.Text.Json.JsonSerializer.Serialize(ByteLetters.LetterOf((byte)value).ToString())}: {value}"));
        var tokenizer = Tokenizer.FromJson(EveryStep.Replace("VOCABULARY", "{" + letters + "}", StringComparison.Ordinal));
        tokenizer.Decode(tokenizer.EncodeToIds(" A\uD800É\u0301\uDFFF12x\uD834 ")).ShouldBe("a\uD800e\uDFFF0x\uD834");
        Prop.ForAll(RandomText.AnyUnits, (string text) =>
        {
            var encoding = tokenizer.Encode(text);
            encoding.Offsets.ToArray().ShouldAllBe(offset => offset.Start >= 0 && offset.End <= text.Length && offset.Start <= offset.End);
            tokenizer.Decode(encoding.Ids).ShouldNotBeNull();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void Unigram_with_all_bytes_gives_them_back() => Prop.ForAll(RandomText.AnyUnits, (string text) =>
    {
        // As in the reference, a text that reads like the piece of a byte is that piece here.
        text = text.Replace('<', '(');
        Unigram().Decode(Unigram().EncodeToIds(text)).ShouldBe(text);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void SentencePiece_with_all_bytes_gives_them_back()
    {
        var tokenizer = Tokenizer.Load(TestData.Path("llama2/tokenizer.model"));
        Prop.ForAll(RandomText.AnyUnits, (string text) => tokenizer.Decode(tokenizer.EncodeToIds(text), skipSpecialTokens: false).ShouldBe(text.Replace('▁', ' ')))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Where_the_model_knows_no_bytes_each_counts_as_a_replacement_character()
    {
        TestData.Bert.EncodeToIds("un\uD800affable \uDC00").ShouldBe(TestData.Bert.EncodeToIds("un\uFFFDaffable \uFFFD"));
        var words = new Tokenizer(WordLevelModel.Create(new Dictionary<string, int> { ["<unk>"] = 0, ["\uFFFD"] = 1 }));
        words.EncodeToIds("\uD800").ShouldBe([1]);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_count_as_replacement_characters_as_before()
    {
        byte[] bytes = [(byte)'a', 0xED, 0xA0, 0x80, (byte)'b'];
        TestData.Gpt2.EncodeToIds(bytes).ShouldBe(TestData.Gpt2.EncodeToIds("a\uFFFD\uFFFD\uFFFDb"));
    }

    private static readonly Lazy<Tokenizer> LazyUnigram = new(() =>
    {
        var pieces = string.Join(", ", Enumerable.Range(0, 256).Select(value => $"[\"<0x{value:X2}>\", -9]"));
        return Tokenizer.FromJson(Pieces.Replace("VOCABULARY", "[[\"<unk>\", 0], [\"a\", -1], [\"the\", -2], [\"中\", -3], " + pieces + "]", StringComparison.Ordinal));
    });

    private static Tokenizer Unigram() => LazyUnigram.Value;
}
