namespace Kiln.Tokenizers.Tests;

/// <summary>WordPiece against its definition, on random vocabularies.</summary>
public sealed class WordPieceTests
{
    [Theory]
    [InlineData("##")]
    [InlineData("")]
    [InlineData("é")]
    public void The_longest_piece_comes_first_as_the_definition_says(string prefix)
    {
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var pieces = new HashSet<string> { "[UNK]" };
            for (var i = random.Next(1, 30); i > 0; i--)
            {
                pieces.Add((random.Next(2) == 0 ? prefix : "") + Word(random, random.Next(1, 6)));
            }

            string[] vocabulary = [.. pieces];
            var tokenizer = new Tokenizer(WordPieceModel.Create(vocabulary.Select(KeyValuePair.Create), continuingSubwordPrefix: prefix));
            for (var i = 0; i < 20; i++)
            {
                var word = Word(random, random.Next(1, 40));
                tokenizer.EncodeToIds(word).ShouldBe(ByDefinition(vocabulary, word, prefix), word);
            }
        }
    }

    [Fact]
    public void A_vocabulary_without_continuing_pieces_takes_whole_words_alone()
    {
        var tokenizer = new Tokenizer(WordPieceModel.Create([new("[UNK]", 0), new("ab", 1), new("abab", 2)]));
        tokenizer.EncodeToIds("abab").ShouldBe([2]);
        tokenizer.EncodeToIds("ababab").ShouldBe([0]);
    }

    private static string Word(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "abé中"[random.Next(4)]));

    private static int[] ByDefinition(string[] vocabulary, string word, string prefix)
    {
        var ids = new List<int>();
        for (var at = 0; at < word.Length;)
        {
            var length = word.Length - at;
            while (length > 0 && !vocabulary.Contains(Piece(length)))
            {
                length--;
            }

            if (length == 0)
            {
                return [0];
            }

            ids.Add(Array.IndexOf(vocabulary, Piece(length)));
            at += length;

            string Piece(int characters) => $"{(at > 0 ? prefix : "")}{word.AsSpan(at, characters)}";
        }

        return [.. ids];
    }
}
