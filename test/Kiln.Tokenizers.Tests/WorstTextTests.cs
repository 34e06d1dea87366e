using System.Text;

namespace Kiln.Tokenizers.Tests;

/// <summary>
/// Texts of two million characters that are made to be hard for one component: whatever takes the square of the length does not come to an end here. How long they take
/// is for bench/tokenizers to say.
/// </summary>
public sealed class WorstTextTests
{
    private const int Length = 2_000_000;

    [Fact]
    public void A_regular_expression_finds_half_a_million_words_in_one_text()
    {
        var tokenizer = new Tokenizer(
            Letters(), new() { PreTokenizer = new SplitPreTokenizer(TextPattern.Regex("[a-y]|z+"), SplitBehavior.Isolated) });
        tokenizer.EncodeToIds(new string('a', Length / 4)).Length.ShouldBe(Length / 4);
    }

    [Fact]
    public void Of_many_added_tokens_that_overlap_the_longest_is_found()
    {
        AddedToken[] added = [.. Enumerable.Range(1, 300).Select(length => new AddedToken(new string('x', length), 100 + length))];
        var tokenizer = new Tokenizer(Letters(), new() { AddedTokens = added });
        var ids = tokenizer.EncodeToIds(new string('x', Length));
        ids.Length.ShouldBe((Length + 299) / 300);
        ids[..^1].ShouldAllBe(id => id == 400);
        ids[^1].ShouldBe(100 + (Length % 300));
    }

    [Fact]
    public void A_million_marks_are_put_in_order()
    {
        // Below (class 220) and above (230), in turns: all of the first come before all of the second.
        var text = new StringBuilder("q");
        for (var i = 0; i < Length / 4; i++)
        {
            text.Append("\u0308\u0323");
        }

        var expected = "q" + new string('\u0323', Length / 4) + new string('\u0308', Length / 4);
        new UnicodeNormalizer(UnicodeNormalization.Nfd).Normalize(text.ToString()).ShouldBe(expected);
        new UnicodeNormalizer(UnicodeNormalization.Nfc).Normalize(text.ToString()).ShouldBe(expected);
    }

    [Fact]
    public void A_text_may_grow_while_it_is_normalized()
    {
        var normalizer = new SequenceNormalizer([new ReplaceNormalizer(TextPattern.String("a"), "bbbbbbbb"), new ReplaceNormalizer(TextPattern.Regex("b{4}"), "cd")]);
        normalizer.Normalize(new string('a', Length / 4)).Length.ShouldBe(Length);
    }

    [Fact]
    public void Word_pieces_cover_a_word_of_two_million_letters()
    {
        var pieces = Enumerable.Range(1, 200).Select(length => "##" + new string('a', length)).Prepend("a").Prepend("[UNK]").Select((piece, id) => KeyValuePair.Create(piece, id));
        var model = WordPieceModel.Create(pieces, maxInputCharsPerWord: int.MaxValue);
        var tokenizer = new Tokenizer(model);
        tokenizer.EncodeToIds(new string('a', Length)).Length.ShouldBe(1 + ((Length - 1 + 199) / 200));

        // What does not fit at the end makes the word unknown.
        tokenizer.EncodeToIds(new string('a', Length) + "b").ShouldBe([0]);
    }

    [Fact]
    public void Unigram_covers_a_word_of_two_million_letters()
    {
        var pieces = Enumerable.Range(1, 64).Select(length => (new string('a', length), -1.0)).Prepend(("<unk>", 0.0));
        var tokenizer = new Tokenizer(UnigramModel.Create(pieces));
        tokenizer.EncodeToIds(new string('a', Length)).Length.ShouldBe(Length / 64);
    }

    [Fact]
    public void Merges_that_double_cover_a_word_of_two_million_letters()
    {
        var pieces = Enumerable.Range(0, 15).Select(power => new string('a', 1 << power)).ToArray();
        var model = BpeModel.Create(
            pieces.Select((piece, id) => KeyValuePair.Create(piece, id)), pieces[..^1].Select(piece => (piece, piece)), new() { IgnoreMerges = true });
        var tokenizer = new Tokenizer(model);
        var ids = tokenizer.EncodeToIds(new string('a', Length));

        // The largest piece has 16,384 letters; of the rest one for each bit.
        ids.ShouldBe([.. Enumerable.Repeat(14, Length >> 14), .. Enumerable.Range(0, 14).Reverse().Where(power => (Length >> power & 1) == 1)]);
    }

    [Theory]
    [InlineData("gpt2/tokenizer.json")]
    [InlineData("llama2/tokenizer.model")]
    [InlineData("bert-base-uncased/tokenizer.json")]
    public void A_part_of_a_repeated_text_has_the_same_tokens_as_a_shorter_one(string file)
    {
        var tokenizer = Tokenizer.Load(TestData.Path(file));
        foreach (var part in new[] { "a", " ", "=", "中", "ab", "\u0301", "'", "a ", "\n", "▁" })
        {
            var (shorter, longer) = (Ids(part, 20_000), Ids(part, 500_000));
            longer.Length.ShouldBeGreaterThanOrEqualTo(shorter.Length);
            var same = shorter.AsSpan(0, shorter.Length * 9 / 10);
            longer.AsSpan(0, same.Length).SequenceEqual(same).ShouldBeTrue($"'{part}' repeated");
        }

        int[] Ids(string part, int times) => tokenizer.EncodeToIds(string.Concat(Enumerable.Repeat(part, times)), addSpecialTokens: false);
    }

    private static WordPieceModel Letters() =>
        WordPieceModel.Create(Enumerable.Range(0, 23).Select(i => KeyValuePair.Create(((char)('a' + i)).ToString(), i)).Append(new("[UNK]", 23)));
}
