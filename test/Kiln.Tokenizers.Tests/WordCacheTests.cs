using System.Text;

namespace Kiln.Tokenizers.Tests;

/// <summary>Words that are remembered are what the model said, whichever of the two tables has them.</summary>
public sealed class WordCacheTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(70_000)]
    public void Words_of_all_lengths_and_numbers_of_tokens_read_as_the_first_time(int firstId)
    {
        // Letters a to h; ab, abcd and abcdefgh are pieces, so that words of one length have few tokens or many.
        var pieces = Enumerable.Range('a', 8).Select(c => ((char)c).ToString()).Concat(["ab", "cd", "abcd", "ef", "gh", "efgh", "abcdefgh"]);
        var model = BpeModel.Create(
            pieces.Select((piece, i) => KeyValuePair.Create(piece, firstId + i)), [("a", "b"), ("c", "d"), ("ab", "cd"), ("e", "f"), ("g", "h"), ("ef", "gh"), ("abcd", "efgh")]);
        var remembers = new Tokenizer(model, new() { PreTokenizer = new WhitespaceSplitPreTokenizer() });
        var words = Enumerable.Range(1, 40).SelectMany(length => Words(length)).ToArray();
        var firstTimes = words.Select(word => new Tokenizer(model, new() { PreTokenizer = new WhitespaceSplitPreTokenizer() }).Encode(word)).ToArray();
        for (var round = 0; round < 3; round++)
        {
            foreach (var (word, expected) in words.Zip(firstTimes))
            {
                var text = $"{word} {word}";
                var encoding = remembers.Encode(text);
                encoding.Ids.ToArray().ShouldBe([.. expected.Ids, .. expected.Ids], word);
                encoding.Offsets.ToArray().Take(expected.Count).ShouldBe(expected.Offsets.ToArray(), word);
                remembers.EncodeToIds(Encoding.UTF8.GetBytes(text)).ShouldBe([.. expected.Ids, .. expected.Ids], word);
            }
        }
    }

    [Fact]
    public void More_words_than_are_remembered_read_as_the_first_time()
    {
        var letters = Enumerable.Range('a', 26).Select(c => ((char)c).ToString()).ToArray();
        var model = BpeModel.Create(letters.Concat(["an", "in", "on"]).Select(KeyValuePair.Create), [("a", "n"), ("i", "n"), ("o", "n")]);
        var tokenizer = new Tokenizer(model, new() { PreTokenizer = new WhitespaceSplitPreTokenizer() });
        var random = new Random(1);
        string[] words = [.. Enumerable.Range(0, 60_000).Select(_ => new string([.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => (char)('a' + random.Next(26)))]))];
        var text = string.Join(' ', words.Concat(words.Take(20_000)));
        tokenizer.Decode(tokenizer.EncodeToIds(text)).Replace(" ", "", StringComparison.Ordinal).ShouldBe(text.Replace(" ", "", StringComparison.Ordinal));
        string[] texts = [.. words.Chunk(7).Select(some => string.Join(' ', some))];
        var one = tokenizer.EncodeBatchToIds(texts, maxThreads: 1);
        tokenizer.EncodeBatchToIds(texts, maxThreads: 3).ShouldBe(one);
    }

    private static IEnumerable<string> Words(int length)
    {
        yield return new('a', length);
        yield return string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 8))));
        yield return string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i * 5 % 8))));
    }
}
