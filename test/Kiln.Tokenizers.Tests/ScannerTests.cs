namespace Kiln.Tokenizers.Tests;

/// <summary>Every scanner finds what the general engine finds with its pattern.</summary>
public sealed class ScannerTests
{
    [Theory]
    [InlineData(KnownPatterns.Gpt2)]
    [InlineData(KnownPatterns.Cl100k)]
    [InlineData(KnownPatterns.Qwen2)]
    [InlineData(KnownPatterns.O200k)]
    [InlineData(KnownPatterns.Tekken)]
    [InlineData(KnownPatterns.DeepSeek)]
    [InlineData(KnownPatterns.DeepSeekDigits)]
    [InlineData(KnownPatterns.DeepSeekCjk)]
    [InlineData(KnownPatterns.FalconDigits)]
    public void Scanner_and_regular_expression_cut_alike(string pattern)
    {
        var scanner = KnownPatterns.Find(pattern).ShouldNotBeNull();
        var general = RegexScanner.Create(pattern);
        var random = new Random(3);
        for (var i = 0; i < 3000; i++)
        {
            var text = RandomText.WellFormed(random, 12);
            Words(scanner, text).ShouldBe(Words(general, text), text);
        }
    }

    [Fact]
    public void The_long_s_counts_as_an_s_of_a_contraction_without_case() =>
        Words(KnownPatterns.Find(KnownPatterns.Cl100k)!, "it'ſ").ShouldBe(["0:it", "2:'ſ"]);

    [Fact]
    public void An_unknown_pattern_with_possessive_quantifiers_and_characters_beyond_the_basic_plane_works()
    {
        var split = new SplitPreTokenizer(TextPattern.Regex(@"[^\p{L}]?+\p{L}++|\x{2581}{2}+|\d{1,2}+"), SplitBehavior.Isolated);
        split.Split("ab 𐐀c▁▁▁123").ShouldBe(["ab", " 𐐀c", "▁▁", "▁", "123"]);
    }

    [Fact]
    public void A_pattern_that_is_none_is_named() => Should.Throw<TokenizerFormatException>(() => TextPattern.Regex("(a")).Message.ShouldContain("'(a'");

    private static List<string> Words(WordScanner scanner, string text)
    {
        var bytes = new byte[System.Text.Encoding.UTF8.GetByteCount(text) + WorkText.Padding];
        var length = System.Text.Encoding.UTF8.GetBytes(text, bytes);
        List<string> words = [];
        for (var from = 0; scanner.Find(ref bytes[0], length, from, out var start, out var stop) && stop > start; from = stop)
        {
            words.Add($"{start}:{System.Text.Encoding.UTF8.GetString(bytes, start, stop - start)}");
        }

        return words;
    }
}
