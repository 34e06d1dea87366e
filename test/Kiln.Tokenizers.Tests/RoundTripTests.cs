using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Kiln.Tokenizers.Tests;

/// <summary>What is encoded comes back: decode(encode(x)) = x.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void Byte_level_texts_come_back_with_their_lone_surrogates() => Check(TestData.Gpt2);

    [Fact]
    public void Byte_fallback_texts_come_back_with_their_lone_surrogates() => Check(Llama2.Tokenizer);

    [Fact]
    public void Any_bytes_come_back_as_the_text_that_UTF8_makes_of_them()
    {
        var random = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            TestData.Gpt2.Decode(TestData.Gpt2.EncodeToIds(bytes), skipSpecialTokens: false).ShouldBe(Encoding.UTF8.GetString(bytes));
        }
    }

    [Fact]
    public void Every_character_comes_back()
    {
        var text = new StringBuilder();
        for (var point = 0; point < 0x110000; point += point < 0x3100 ? 1 : 7)
        {
            if (Rune.IsValid(point) && point != '▁')
            {
                text.Append(new Rune(point));
            }
        }

        foreach (var tokenizer in (Tokenizer[])[TestData.Gpt2, Llama2.Tokenizer])
        {
            tokenizer.Decode(tokenizer.EncodeToIds(text.ToString(), addSpecialTokens: false), skipSpecialTokens: false).ShouldBe(text.ToString());
        }
    }

    [Fact]
    public void A_stream_of_ids_gives_the_same_text_and_never_half_a_character()
    {
        var random = new Random(6);
        foreach (var tokenizer in (Tokenizer[])[TestData.Gpt2, TestData.Bert, Llama2.Tokenizer])
        {
            for (var i = 0; i < 300; i++)
            {
                var ids = tokenizer.EncodeToIds(RandomText.WellFormed(random, 20).Replace("\uFFFD", "", StringComparison.Ordinal));
                var stream = tokenizer.CreateStreamingDecoder();
                var text = new StringBuilder();
                foreach (var id in ids)
                {
                    var part = stream.Add(id);
                    part.ShouldNotContain("\uFFFD");
                    text.Append(part);
                }

                text.Append(stream.Finish());
                text.ToString().ShouldBe(tokenizer.Decode(ids));
            }
        }
    }

    [Fact]
    public void Offsets_are_in_order_and_cover_the_text_of_byte_level_tokens()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var text = RandomText.WellFormed(random, 20);
            var encoding = TestData.Gpt2.Encode(text);
            var end = 0;
            foreach (var offset in encoding.Offsets)
            {
                offset.Start.ShouldBeLessThanOrEqualTo(end);
                offset.End.ShouldBeGreaterThan(offset.Start);
                end = Math.Max(end, offset.End);
            }

            end.ShouldBe(text.Length);
            Encoding.UTF8.GetString(TestData.Gpt2.DecodeToUtf8(encoding.Ids, skipSpecialTokens: false)).ShouldBe(text);
        }
    }

    [Fact]
    public void A_part_of_a_text_with_so_many_tokens_has_so_many_tokens()
    {
        var random = new Random(8);
        for (var i = 0; i < 300; i++)
        {
            var text = RandomText.WellFormed(random, 20);
            var most = random.Next(20);
            var index = TestData.Gpt2.IndexByTokenCount(text, most, out var count);
            count.ShouldBeLessThanOrEqualTo(most);
            (index == text.Length || count <= most).ShouldBeTrue();
            (index == text.Length || index == 0 || !char.IsLowSurrogate(text[index])).ShouldBeTrue();
            var ids = TestData.Gpt2.EncodeToIds(text);
            TestData.Gpt2.Decode(ids.AsSpan(0, count), skipSpecialTokens: false).ShouldBe(text[..index]);
        }
    }

    private static void Check(Tokenizer tokenizer)
    {
        var random = new Random(4);
        for (var i = 0; i < 1000; i++)
        {
            Same(RandomText.WellFormed(random, 30));
        }

        Prop.ForAll(RandomText.AnyUnits, (string text) => Same(text)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
        Prop.ForAll(ArbMap.Default.ArbFor<char[]>(), (char[] units) => Same(new string(units))).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

        void Same(string text)
        {
            // SentencePiece's mark is a space to its vocabularies.
            var expected = tokenizer == Llama2.Tokenizer ? text.Replace('▁', ' ') : text;
            tokenizer.Decode(tokenizer.EncodeToIds(text, addSpecialTokens: false), skipSpecialTokens: false).ShouldBe(expected);
        }
    }
}
