namespace Kiln.Tokenizers.Tests;

/// <summary>Where nobody asks for offsets, texts are handed on without them: with the same ids.</summary>
public sealed class UntrackedTests
{
    [Theory]
    [InlineData("gpt2/tokenizer.json", false)]
    [InlineData("bert-base-uncased/tokenizer.json", false)]
    [InlineData("llama2/tokenizer.model", false)]
    [InlineData("llama2/tokenizer.model", true)]
    [InlineData("sentencepiece/spiece.model", false)]
    [InlineData("sentencepiece/spiece.model", true)]
    public void Ids_are_the_same_with_offsets_and_without(string file, bool asJson)
    {
        var tokenizer = Tokenizer.Load(TestData.Path(file));
        tokenizer = asJson ? Tokenizer.FromJson(tokenizer.ToJson()) : tokenizer;
        var random = new Random(6);
        var without = new EncodeOptions { Offsets = false };
        for (var round = 0; round < 400; round++)
        {
            var text = RandomText.WellFormed(random, round % 40 == 0 ? 2000 : 30);
            var expected = tokenizer.Encode(text).Ids.ToArray();
            tokenizer.EncodeToIds(text).ShouldBe(expected, text);
            tokenizer.Encode(text, without).Ids.ToArray().ShouldBe(expected, text);
            tokenizer.CountTokens(text).ShouldBe(expected.Length, text);
        }

        // A long text after a short one, and back: the buffers take turns.
        tokenizer.Encode("", without).Ids.ToArray().ShouldBe(tokenizer.Encode("").Ids.ToArray());
        tokenizer.Encode("a", "b c", without).Ids.ToArray().ShouldBe(tokenizer.Encode("a", "b c").Ids.ToArray());
    }
}
