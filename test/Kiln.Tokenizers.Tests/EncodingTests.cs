namespace Kiln.Tokenizers.Tests;

/// <summary>Pairs, truncation, padding, added tokens: small cases worked out by hand from the rules of Hugging Face's tokenizers.</summary>
public sealed class EncodingTests
{
    private static readonly Tokenizer Words = Make();

    [Fact]
    public void A_pair_has_types_sequences_and_offsets_of_its_own_text()
    {
        var encoding = Words.Encode("a b", "c a");
        encoding.Ids.ToArray().ShouldBe([10, 0, 1, 11, 2, 0, 11]);
        encoding.TypeIds.ToArray().ShouldBe([0, 0, 0, 0, 1, 1, 1]);
        encoding.SequenceIds.ToArray().ShouldBe([-1, 0, 0, -1, 1, 1, -1]);
        encoding.SpecialTokensMask.ToArray().ShouldBe([1, 0, 0, 1, 0, 0, 1]);
        encoding.WordIds.ToArray().ShouldBe([-1, 0, 1, -1, 0, 1, -1]);
        encoding.Offsets.ToArray().ShouldBe([new(0, 0), new(0, 1), new(2, 3), new(0, 0), new(0, 1), new(2, 3), new(0, 0)]);
        encoding.GetTokens().ShouldBe(["[CLS]", "a", "b", "[SEP]", "c", "a", "[SEP]"]);
        encoding.TokenAt(2, sequence: 1).ShouldBe(5);
    }

    [Fact]
    public void Without_special_tokens_a_pair_keeps_its_types()
    {
        var encoding = Words.Encode("a b", "c", new EncodeOptions { AddSpecialTokens = false });
        encoding.Ids.ToArray().ShouldBe([0, 1, 2]);
        encoding.TypeIds.ToArray().ShouldBe([0, 0, 1]);
    }

    [Fact]
    public void Truncation_keeps_the_beginning_and_gives_the_rest_in_parts_that_overlap()
    {
        var encoding = Words.Encode("a b c d e", new EncodeOptions { Truncation = new(5) { Stride = 1 } });
        encoding.Ids.ToArray().ShouldBe([10, 0, 1, 2, 11]);
        encoding.Overflowing.Select(part => part.Ids.ToArray()).ShouldBe([[10, 2, 3, 4, 11]]);
        encoding.Overflowing[0].Offsets[1].ShouldBe(new(4, 5));
    }

    [Fact]
    public void Truncation_from_the_left_keeps_the_end()
    {
        var encoding = Words.Encode("a b c d e", new EncodeOptions { Truncation = new(4) { Side = TextSide.Left } });
        encoding.Ids.ToArray().ShouldBe([10, 3, 4, 11]);
        encoding.Overflowing.Select(part => part.Ids.ToArray()).ShouldBe([[10, 1, 2, 11], [10, 0, 11]]);
    }

    // As Hugging Face's tokenizers 0.23.2 do: those of the original text first, then between them those of the normalized one.
    [Theory]
    [InlineData("ab", true, "bc", false, "abc", new[] { 1, 4 }, new[] { 0, 1, 1, 3 })]
    [InlineData("ab", true, "bc", false, "abbc", new[] { 3, 4 }, new[] { 0, 2, 2, 4 })]
    [InlineData("<x>", true, "\n", false, "<x>  \n", new[] { 3, 4 }, new[] { 0, 5, 5, 6 })]
    [InlineData("<x>", true, "\n", false, "<x>\n\na", new[] { 3, 4, 4, 1 }, new[] { 0, 3, 3, 4, 4, 5, 5, 6 })]
    [InlineData("<x>", false, "\n", true, "<x>  \n", new[] { 3 }, new[] { 0, 6 })]
    [InlineData("<x>", false, "\n", true, "<x>\n\na", new[] { 3, 1 }, new[] { 0, 5, 5, 6 })]
    public void Added_tokens_of_the_original_text_come_first_without_a_normalizer_too(
        string third, bool thirdIsNormalized, string fourth, bool fourthIsNormalized, string text, int[] ids, int[] offsets)
    {
        var vocabulary = new Dictionary<string, int> { ["[UNK]"] = 0, ["a"] = 1, ["b"] = 2 };
        var tokenizer = new Tokenizer(WordLevelModel.Create(vocabulary, "[UNK]"), new()
        {
            AddedTokens = [new(third, 3) { Normalized = thirdIsNormalized, StripsRight = third == "<x>" }, new(fourth, 4) { Normalized = fourthIsNormalized }],
        });
        var encoding = tokenizer.Encode(text);
        encoding.Ids.ToArray().ShouldBe(ids);
        encoding.Offsets.ToArray().SelectMany(offset => new[] { offset.Start, offset.End }).ShouldBe(offsets);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(null)]
    public void A_batch_fails_as_the_first_text_that_fails_does_alone(int? maxThreads)
    {
        var strict = new Tokenizer(WordLevelModel.Create([new("a", 0)], "[UNK]"), new TokenizerParts { PreTokenizer = new WhitespaceSplitPreTokenizer() });
        var texts = Enumerable.Range(0, 500).Select(i => i is 130 or 131 or 350 or 499 ? $"a x{i}" : "a a").ToArray();
        var alone = Should.Throw<TokenizerException>(() => strict.Encode(texts[130])).Message;
        alone.ShouldContain("x130");
        Should.Throw<TokenizerException>(() => strict.EncodeBatch(texts, maxThreads: maxThreads)).Message.ShouldBe(alone);
        Should.Throw<TokenizerException>(() => strict.EncodeBatchToIds(texts, maxThreads: maxThreads)).Message.ShouldBe(alone);
        Should.Throw<TokenizerException>(() => strict.EncodeBatch([.. texts.Select(text => ("a", text))], maxThreads: maxThreads)).Message.ShouldBe(alone);
    }

    [Fact]
    public void A_batch_that_is_ended_says_that_it_was()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        foreach (var threads in (int[])[1, 3])
        {
            Should.Throw<OperationCanceledException>(() => Words.EncodeBatch(["a", "b", "c"], maxThreads: threads, cancellationToken: source.Token)).CancellationToken.ShouldBe(source.Token);
        }
    }

    [Theory]
    [InlineData(1 << 28)]
    [InlineData(1 << 29)]
    [InlineData(int.MaxValue)]
    public void Any_number_of_threads_may_be_allowed(int maxThreads)
    {
        Words.EncodeBatch(["a", "a b", "c"], maxThreads: maxThreads).Select(encoding => encoding.Ids.ToArray()).ShouldBe([[10, 0, 11], [10, 0, 1, 11], [10, 2, 11]]);
        Words.EncodeBatch(Array.Empty<string>(), maxThreads: maxThreads).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a b c d", "e", 6, new[] { 0, 1 }, new[] { 4 })]
    [InlineData("a", "b c d e", 6, new[] { 0 }, new[] { 1, 2 })]
    [InlineData("a b c", "c d e", 7, new[] { 0, 1 }, new[] { 2, 3 })]
    [InlineData("a b c", "c d e", 8, new[] { 0, 1 }, new[] { 2, 3, 4 })]
    public void The_longer_text_of_a_pair_is_cut_first(string first, string second, int length, int[] a, int[] b)
    {
        var ids = Words.Encode(first, second, new EncodeOptions { Truncation = new(length) }).Ids.ToArray();
        ids.ShouldBe([10, .. a, 11, .. b, 11]);
    }

    [Fact]
    public void Truncation_that_cannot_work_says_why()
    {
        Should.Throw<TokenizerException>(() => Words.Encode("a b", new EncodeOptions { Truncation = new(1) })).Message.ShouldContain("2 special tokens");
        Should.Throw<TokenizerException>(() => Words.Encode("a b c d", new EncodeOptions { Truncation = new(4) { Stride = 2 } })).Message.ShouldContain("Stride");
        Should.Throw<TokenizerException>(() => Words.Encode("a b c d", new EncodeOptions { Truncation = new(4) { Strategy = TruncationStrategy.OnlySecond } })).Message.ShouldContain("OnlySecond");
        Should.Throw<TokenizerException>(() => Words.Encode("a", "b c d e", new EncodeOptions { Truncation = new(4) { Strategy = TruncationStrategy.OnlyFirst } })).Message.ShouldContain("LongestFirst");
    }

    [Fact]
    public void A_batch_is_padded_to_its_longest_text_rounded_up()
    {
        var options = new EncodeOptions { Padding = new() { PadId = 99, MultipleOf = 4, Side = TextSide.Left } };
        var batch = Words.EncodeBatch(["a", "a b c"], options);
        batch[0].Ids.ToArray().ShouldBe([99, 99, 99, 99, 99, 10, 0, 11]);
        batch[0].AttentionMask.ToArray().ShouldBe([0, 0, 0, 0, 0, 1, 1, 1]);
        batch[1].Ids.ToArray().ShouldBe([99, 99, 99, 10, 0, 1, 2, 11]);
    }

    [Fact]
    public void Padding_reads_as_its_options_say()
    {
        var one = Words.Encode("a", new EncodeOptions { AddSpecialTokens = false, Padding = new() { Length = 3, PadToken = "<none>", Side = TextSide.Left } });
        one.GetTokens().ShouldBe(["<none>", "<none>", "a"]);
        one.PadTo(2, new()).GetTokens().ShouldBe(["<none>", "<none>", "a"]);
        one.PadTo(5, new() { PadToken = "" }).GetTokens().ShouldBe(["<none>", "<none>", "a", "", ""]);
        Words.Encode("a", new EncodeOptions { AddSpecialTokens = false, Padding = new() { Length = 2 } }).GetTokens().ShouldBe(["a", "[PAD]"]);
        Words.Encode("a b", new EncodeOptions { AddSpecialTokens = false, Truncation = new(1), Padding = new() { Length = 2, PadToken = "-" } }).Overflowing[0].GetTokens().ShouldBe(["b", "-"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(null)]
    public void A_text_of_a_batch_that_is_null_is_refused_by_its_place(int? maxThreads)
    {
        string?[] texts = ["a", "", null, "b", null];
        Should.Throw<ArgumentException>(() => Words.EncodeBatch(texts!, maxThreads: maxThreads)).Message.ShouldStartWith("texts[2] is null");
        Should.Throw<ArgumentException>(() => Words.EncodeBatchToIds(texts!, maxThreads: maxThreads)).Message.ShouldStartWith("texts[2] is null");
        Should.Throw<ArgumentException>(() => Words.EncodeBatch([("a", "b"), ("a", null!)], maxThreads: maxThreads)).Message.ShouldStartWith("pairs[1].Second is null");
        Should.Throw<ArgumentException>(() => Words.EncodeBatch([(null!, "b")], maxThreads: maxThreads)).Message.ShouldStartWith("pairs[0].First is null");
        Should.Throw<ArgumentException>(() => Words.DecodeBatch([[1], null!])).Message.ShouldStartWith("batch[1] is null");
    }

    [Fact]
    public void Added_tokens_take_spaces_and_keep_out_of_words_as_their_flags_say()
    {
        var model = WordLevelModel.Create(new Dictionary<string, int> { ["a"] = 0, ["am"] = 1, ["<unk>"] = 2 });
        var tokenizer = new Tokenizer(model, new()
        {
            PreTokenizer = new WhitespaceSplitPreTokenizer(),
            AddedTokens = [new("<m>", 5) { StripsLeft = true, StripsRight = true }, new("m", 6) { SingleWord = true }, new("<mm>", 7)],
        });
        var encoding = tokenizer.Encode("a  <m>  am m a<mm>");
        encoding.Ids.ToArray().ShouldBe([0, 5, 1, 6, 0, 7]);
        encoding.Offsets[1].ShouldBe(new(1, 8));
    }

    [Fact]
    public void Batches_and_threads_change_nothing()
    {
        var random = new Random(1);
        var texts = Enumerable.Range(0, 500).Select(_ => RandomText.WellFormed(random, 30)).ToArray();
        var one = texts.Select(text => TestData.Gpt2.EncodeToIds(text)).ToArray();
        TestData.Gpt2.EncodeBatchToIds(texts, maxThreads: 4).ShouldBe(one);
        TestData.Gpt2.EncodeBatch(texts).Select(encoding => encoding.Ids.ToArray()).ShouldBe(one);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 3)]
    [InlineData(false, 3)]
    public void An_encoding_of_a_batch_is_that_of_its_text_alone(bool offsets, int threads)
    {
        // Short texts, whose numbers share arrays; some that are too long for that; some of which truncation leaves more than one part.
        var random = new Random(2);
        var texts = Enumerable.Range(0, 400).Select(i => RandomText.WellFormed(random, i % 50 == 7 ? 900 : random.Next(40))).ToArray();
        foreach (var options in new[] { new EncodeOptions { Offsets = offsets }, new EncodeOptions { Offsets = offsets, Truncation = new(60) { Stride = 5 } } })
        {
            var alone = texts.Select(text => TestData.Gpt2.Encode(text, options)).ToArray();
            TestData.Gpt2.EncodeBatch(texts, options, threads).SelectMany(Lists).ShouldBe(alone.SelectMany(Lists));

            var padding = new PaddingOptions { PadId = 7, Side = TextSide.Left };
            var longest = alone.Max(encoding => encoding.Count);
            TestData.Gpt2.EncodeBatch(texts, options with { Padding = padding }, threads).SelectMany(Lists).ShouldBe(alone.Select(encoding => encoding.PadTo(longest, padding)).SelectMany(Lists));
        }

        static IEnumerable<string> Lists(TokenEncoding encoding)
        {
            yield return string.Join(' ', encoding.Ids.ToArray());
            yield return string.Join(' ', encoding.WordIds.ToArray());
            yield return string.Join(' ', encoding.Offsets.ToArray());
            yield return string.Join(' ', encoding.TypeIds.ToArray());
            yield return string.Join(' ', encoding.AttentionMask.ToArray());
            yield return string.Join(' ', encoding.SpecialTokensMask.ToArray());
            yield return string.Join(' ', encoding.SequenceIds.ToArray());
            foreach (var list in encoding.Overflowing.SelectMany(Lists))
            {
                yield return list;
            }
        }
    }

    [Fact]
    public void Counting_and_encoding_to_a_span_allocate_nothing()
    {
        var text = string.Concat(Enumerable.Repeat("The quick brown fox, again and again. ", 50));
        var ids = new int[1000];
        TestData.Gpt2.EncodeToIds(text, ids);
        TestData.Gpt2.IndexByTokenCount(text, 10, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        TestData.Gpt2.CountTokens(text);
        TestData.Gpt2.IndexByTokenCount(text, 10, out _);
        TestData.Gpt2.EncodeToIds(text, ids);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_span_that_is_too_short_says_how_many_ids_there_are() =>
        Should.Throw<TokenizerException>(() => Words.EncodeToIds("a b", new int[3])).Message.ShouldContain("4");

    [Theory]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("ab")]
    [InlineData("    ")]
    [InlineData("中文")]
    public void Long_texts_without_a_break_are_merged_as_the_definition_says(string part)
    {
        foreach (var tokenizer in (Tokenizer[])[TestData.Gpt2, Llama2.Tokenizer])
        {
            var text = string.Concat(Enumerable.Repeat(part, 40));
            tokenizer.Decode(tokenizer.EncodeToIds(text, addSpecialTokens: false)).ShouldBe(text);

            // The heap of long words and the scan of short ones are two programs for one definition.
            var longer = string.Concat(Enumerable.Repeat(part, 20_000));
            tokenizer.Decode(tokenizer.EncodeToIds(longer, addSpecialTokens: false)).ShouldBe(longer);
        }
    }

    private static Tokenizer Make()
    {
        var vocabulary = new Dictionary<string, int> { ["a"] = 0, ["b"] = 1, ["c"] = 2, ["d"] = 3, ["e"] = 4, ["[CLS]"] = 10, ["[SEP]"] = 11, ["[UNK]"] = 12 };
        return new(WordLevelModel.Create(vocabulary, "[UNK]"), new()
        {
            PreTokenizer = new WhitespacePreTokenizer(),
            PostProcessor = new BertPostProcessor(new("[SEP]", 11), new("[CLS]", 10)),
        });
    }

    [Fact]
    public void What_a_text_may_become_is_bounded_for_all_of_its_parts_together()
    {
        // Each part becomes 2^22 letters; a text of a few bytes may become 2^24 and little more.
        var model = WordLevelModel.Create(new Dictionary<string, int> { ["<unk>"] = 0, ["<x>"] = 1 });
        var tokenizer = new Tokenizer(model, new()
        {
            Normalizer = new SequenceNormalizer([.. Enumerable.Repeat(new ReplaceNormalizer(TextPattern.String("a"), "aa"), 22)]),
            AddedTokens = [new("<x>", 1)],
        });
        tokenizer.EncodeToIds("a<x>a<x>a").ShouldBe([0, 1, 0, 1, 0]);
        Should.Throw<TokenizerException>(() => tokenizer.EncodeToIds("a<x>a<x>a<x>a<x>a")).Message.ShouldContain("longer than 16 MB and 256 times what was given; such a file is damaged, or made to take all memory");
        tokenizer.EncodeToIds("a<x>a<x>a").Length.ShouldBe(5);
    }
}
