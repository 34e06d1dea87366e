namespace Kiln.Tokenizers.Tests;

/// <summary>Merges left out at random: only where asked for, again the same for the same seed, and as often as the options say.</summary>
public sealed class DropoutTests
{
    private static readonly string[] Pieces = ["a", "b", "c", "ab", "abc", "abcabc", "ca", "▁"];

    private static Tokenizer Make(double? dropout) => new(
        BpeModel.Create(
            Pieces.Select((piece, id) => KeyValuePair.Create(piece, id)), [("a", "b"), ("ab", "c"), ("abc", "abc"), ("c", "a")], new BpeOptions { Dropout = dropout }),
        new TokenizerParts { PreTokenizer = new WhitespaceSplitPreTokenizer(), Decoder = new FuseDecoder() });

    [Fact]
    public void Without_a_seed_nothing_is_left_out()
    {
        Make(0.5).EncodeToIds("abcabc abc").ShouldBe([5, 4]);
        Make(0.5).Encode("abcabc abc").Ids.ToArray().ShouldBe([5, 4]);
        Make(0.5).CountTokens("abcabc").ShouldBe(1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_tokens_and_the_text_comes_back()
    {
        var tokenizer = Make(0.5);
        var seen = new HashSet<string>();
        for (var seed = 0; seed < 200; seed++)
        {
            var options = new EncodeOptions { DropoutSeed = seed };
            var encoding = tokenizer.Encode("abcabc", options);
            tokenizer.Encode("abcabc", options).Ids.ToArray().ShouldBe(encoding.Ids.ToArray());
            tokenizer.Decode(encoding.Ids).ShouldBe("abcabc");
            encoding.Offsets[0].Start.ShouldBe(0);
            encoding.Offsets[^1].End.ShouldBe(6);
            seen.Add(string.Join(' ', encoding.Ids.ToArray()));
        }

        seen.Count.ShouldBeGreaterThan(5);
        tokenizer.EncodeToIds("abcabc").ShouldBe([5]);
    }

    [Fact]
    public void Rates_of_0_and_1_leave_out_nothing_and_everything()
    {
        Make(0).Encode("abcabc", new EncodeOptions { DropoutSeed = 3 }).Ids.ToArray().ShouldBe([5]);
        Make(null).Encode("abcabc", new EncodeOptions { DropoutSeed = 3 }).Ids.ToArray().ShouldBe([5]);
        Make(1).Encode("abcabc", new EncodeOptions { DropoutSeed = 3 }).Ids.ToArray().ShouldBe([0, 1, 2, 0, 1, 2]);
    }

    [Fact]
    public void A_merge_is_left_out_as_often_as_the_rate_says()
    {
        // Of one pair alone: it comes up once, and is left out with the probability 0.3.
        var tokenizer = Make(0.3);
        var texts = Enumerable.Repeat("ab", 20_000).ToArray();
        var left = tokenizer.EncodeBatch(texts, new EncodeOptions { DropoutSeed = 11 }).Count(encoding => encoding.Count == 2);
        (left / 20_000.0).ShouldBe(0.3, 0.015);
        tokenizer.EncodeBatch(texts, new EncodeOptions { DropoutSeed = 11 }, maxThreads: 1).Count(encoding => encoding.Count == 2).ShouldBe(left);
    }

    [Fact]
    public void The_rate_is_read_and_written()
    {
        var json = Make(0.25).ToJson();
        System.Text.Encoding.UTF8.GetString(json).ShouldContain("\"dropout\": 0.25");
        ((BpeModel)Tokenizer.FromJson(json).Model).Options.Dropout.ShouldBe(0.25);
    }
}
