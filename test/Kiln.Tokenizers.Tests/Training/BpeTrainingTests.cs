using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Kiln.Tokenizers.Tests;

public class BpeTrainingTests
{
    private static readonly TokenizerParts s_bytes = new() { PreTokenizer = new ByteLevelPreTokenizer { AddPrefixSpace = false }, Decoder = new ByteLevelDecoder() };

    [Theory]
    [InlineData("shakespeare bytes")]
    [InlineData("multi30k bytes")]
    [InlineData("shakespeare words")]
    public void Pieces_and_merges_are_those_of_the_reference(string name)
    {
        var golden = Golden(name);
        var texts = name.StartsWith("multi30k", StringComparison.Ordinal)
            ? Unpacked("multi30k/train.en.gz").Concat(Unpacked("multi30k/train.de.gz"))
            : TokenizerTrainer.ReadLines(Data("text/tinyshakespeare.txt"));
        var parts = name.EndsWith("words", StringComparison.Ordinal) ? new TokenizerParts { PreTokenizer = new WhitespaceSplitPreTokenizer() } : s_bytes;
        var tokenizer = TokenizerTrainer.TrainBpe(texts, parts);
        var model = (BpeModel)tokenizer.Model;
        var merges = Merges(model);
        merges.Take(20).ShouldBe(golden.GetProperty("firstMerges").EnumerateArray().Select(item => item.GetString()!));
        merges.Length.ShouldBe(golden.GetProperty("merges").GetInt32());
        merges[^5..].ShouldBe(golden.GetProperty("lastMerges").EnumerateArray().Select(item => item.GetString()!));
        Hash(merges).ShouldBe(golden.Text("mergesHash"));
        model.Vocabulary.Count.ShouldBe(golden.GetProperty("pieces").GetInt32());
        Hash(Enumerable.Range(0, model.Vocabulary.Count).Select(id => tokenizer.IdToToken(id)!)).ShouldBe(golden.Text("piecesHash"));
    }

    [Theory]
    [InlineData("shakespeare wordpieces")]
    [InlineData("multi30k wordpieces")]
    public void Word_pieces_are_those_of_the_reference(string name)
    {
        var golden = Golden(name);
        var texts = name.StartsWith("multi30k", StringComparison.Ordinal)
            ? Unpacked("multi30k/train.en.gz").Concat(Unpacked("multi30k/train.de.gz"))
            : TokenizerTrainer.ReadLines(Data("text/tinyshakespeare.txt"));

        // The reference numbers characters by chance; what it gave them is taken over by naming them first.
        string[] first = [.. golden.GetProperty("first").EnumerateArray().Select(piece => piece.GetString()!)];
        var tokenizer = TokenizerTrainer.TrainWordPiece(texts, new() { Normalizer = new BertNormalizer(), PreTokenizer = new BertPreTokenizer() }, new() { SpecialTokens = first });
        var count = tokenizer.Model.Vocabulary.Count;
        count.ShouldBe(golden.GetProperty("pieces").GetInt32());
        Hash(Enumerable.Range(0, count).Select(id => tokenizer.IdToToken(id)!)).ShouldBe(golden.Text("piecesHash"));
    }

    [Fact]
    public void Whole_words_are_those_of_the_reference()
    {
        var golden = Golden("multi30k whole words");
        var tokenizer = TokenizerTrainer.TrainWordLevel(Unpacked("multi30k/train.en.gz").Concat(Unpacked("multi30k/train.de.gz")), new() { PreTokenizer = new WhitespaceSplitPreTokenizer() });
        var count = tokenizer.Model.Vocabulary.Count;
        count.ShouldBe(golden.GetProperty("pieces").GetInt32());
        Hash(Enumerable.Range(0, count).Select(id => tokenizer.IdToToken(id)!)).ShouldBe(golden.Text("piecesHash"));
    }

    [Fact]
    public void Whole_words_take_the_most_frequent_ones_after_the_special_ones()
    {
        string[] texts = ["b a a c c c d", "a c"];
        var parts = new TokenizerParts { PreTokenizer = new WhitespaceSplitPreTokenizer() };
        var tokenizer = TokenizerTrainer.TrainWordLevel(texts, parts, new() { VocabularySize = 3, SpecialTokens = ["<unk>"] });
        Enumerable.Range(0, 3).Select(id => tokenizer.IdToToken(id)).ShouldBe(["<unk>", "c", "a"]);
        tokenizer.EncodeToIds("a b c").ShouldBe([2, 0, 1]);
        TokenizerTrainer.TrainWordLevel(texts, parts, new() { MinFrequency = 3 }).Model.Vocabulary.Count.ShouldBe(2);
    }

    [Fact]
    public void The_result_does_not_depend_on_threads_or_on_the_order_of_texts()
    {
        string[] texts = [.. Enumerable.Range(0, 3000).Select(i => $"the {i % 7} cats of {i % 13} towns sang {i % 101} {i * 7919 % 100003:x} naïve 漢字 😀 {new string('a', i % 40)}\n")];
        var one = TokenizerTrainer.TrainBpe(texts, s_bytes, new() { VocabularySize = 400, Threads = 1 });
        var four = TokenizerTrainer.TrainBpe(texts.Reverse(), s_bytes, new() { VocabularySize = 400, Threads = 4 });
        Merges((BpeModel)four.Model).ShouldBe(Merges((BpeModel)one.Model));
        one.Model.Vocabulary.Count.ShouldBe(400);
        one.Decode(one.EncodeToIds(texts[17])).ShouldBe(texts[17]);
    }

    [Fact]
    public void Settings_hold()
    {
        string[] texts = ["low low low low low lower lower newest newest newest newest newest newest widest widest widest"];
        var parts = new TokenizerParts { PreTokenizer = new WhitespaceSplitPreTokenizer() };
        var plain = TokenizerTrainer.TrainBpe(texts, parts, new() { VocabularySize = 20 });
        Merges((BpeModel)plain.Model)[..3].ShouldBe(["e s", "es t", "l o"]);
        var special = TokenizerTrainer.TrainBpe(texts, parts, new() { SpecialTokens = ["<pad>", "<unk>"], InitialAlphabet = "z", MinFrequency = 4 });
        special.TokenToId("<unk>").ShouldBe(1);
        special.IsSpecial(0).ShouldBeTrue();
        special.TokenToId("z").ShouldNotBeNull();
        special.TokenToId("low").ShouldNotBeNull();
        special.TokenToId("lower").ShouldBeNull();
        var few = TokenizerTrainer.TrainBpe(texts, parts, new() { AlphabetLimit = 3, EndOfWordSuffix = "</w>" });
        few.TokenToId("d").ShouldBeNull();
        var shorter = TokenizerTrainer.TrainBpe(texts, parts, new() { MaxTokenLength = 3 });
        Enumerable.Range(0, shorter.Model.Vocabulary.Count).Max(id => shorter.IdToToken(id)!.Length).ShouldBeLessThanOrEqualTo(3);
        Should.Throw<ArgumentOutOfRangeException>(() => TokenizerTrainer.TrainBpe(texts, parts, new() { VocabularySize = 0 })).Message.ShouldContain("VocabularySize is 0");
    }

    [Fact]
    public void Texts_without_words_are_refused()
    {
        Should.Throw<TokenizerException>(() => TokenizerTrainer.TrainBpe([])).Message.ShouldContain("no words");
        Should.Throw<TokenizerException>(() => TokenizerTrainer.TrainWordPiece([""])).Message.ShouldContain("no words");
        Should.Throw<TokenizerException>(() => TokenizerTrainer.TrainWordLevel([])).Message.ShouldContain("no words");
    }

    [Fact]
    public void A_vocabulary_without_room_for_the_characters_is_refused_with_how_many_they_are()
    {
        var parts = new TokenizerParts { PreTokenizer = new WhitespaceSplitPreTokenizer() };
        Should.Throw<TokenizerException>(() => TokenizerTrainer.TrainWordPiece(["abc cab"], parts, new() { VocabularySize = 3 })).Message.ShouldContain("alone are 6;");
        Should.Throw<TokenizerException>(() => TokenizerTrainer.TrainBpe(["abc cab"], parts, new() { VocabularySize = 2 })).Message.ShouldContain("alone are 3;");
        TokenizerTrainer.TrainBpe(["abc cab"], parts, new() { VocabularySize = 3 }).Model.Vocabulary.Count.ShouldBe(3);
    }

    [Fact]
    public void Texts_that_cannot_be_read_fail_as_they_are()
    {
        var missing = Path.Combine(AppContext.BaseDirectory, "no such file.txt");
        Should.Throw<FileNotFoundException>(() => TokenizerTrainer.TrainBpe(TokenizerTrainer.ReadLines(missing)));
        Should.Throw<FileNotFoundException>(() => TokenizerTrainer.TrainUnigram(TokenizerTrainer.ReadLines(missing)));
    }

    [Fact]
    public void With_the_alphabet_of_bytes_every_text_comes_back()
    {
        const string Text = "zebra é Hello 😀";
        var tokenizer = TokenizerTrainer.TrainBpe(["low lower"], s_bytes, new() { VocabularySize = 300, InitialAlphabet = ByteLevelPreTokenizer.Alphabet });
        tokenizer.Decode(tokenizer.EncodeToIds(Text)).ShouldBe(Text);
        ByteLevelPreTokenizer.Alphabet.Distinct().Count().ShouldBe(256);
    }

    [Fact]
    public void Word_pieces_within_a_word_have_a_prefix()
    {
        string[] texts = ["low low low low low lower lower newest newest newest newest newest newest widest widest widest"];
        var tokenizer = TokenizerTrainer.TrainWordPiece(texts, new() { PreTokenizer = new WhitespaceSplitPreTokenizer() }, new() { SpecialTokens = ["[UNK]"], VocabularySize = 40 });
        var ids = tokenizer.EncodeToIds("lowest newer q");
        ids.Select(id => tokenizer.IdToToken(id)).First().ShouldBe("low");
        ids.Select(id => tokenizer.IdToToken(id)).Last().ShouldBe("[UNK]");
        tokenizer.TokenToId("##est").ShouldNotBeNull();
    }

    [Fact]
    public void Progress_is_told_and_training_can_be_ended()
    {
        var seen = new List<TokenizerTrainingProgress>();
        TokenizerTrainer.TrainBpe(["a b ab ab"], s_bytes, new() { Threads = 1, Progress = new Listener(seen) });
        seen.Select(item => item.Stage).Distinct().ShouldBe(["counting words", "merging"]);
        using var ended = new CancellationTokenSource();
        ended.Cancel();
        Should.Throw<OperationCanceledException>(() => TokenizerTrainer.TrainBpe(["a b"], s_bytes, cancellation: ended.Token));
    }

    private sealed class Listener(List<TokenizerTrainingProgress> seen) : IProgress<TokenizerTrainingProgress>
    {
        public void Report(TokenizerTrainingProgress value)
        {
            lock (seen)
            {
                seen.Add(value);
            }
        }
    }

    internal static string[] Merges(BpeModel model) => [.. Enumerable.Range(0, model.MergeCount).Select(rank =>
    {
        var (left, right) = model.GetMerge(rank);
        model.Vocabulary.TryGetPiece(left, out var first).ShouldBeTrue();
        model.Vocabulary.TryGetPiece(right, out var second).ShouldBeTrue();
        return $"{first} {second}";
    })];

    private static string Hash(IEnumerable<string> lines) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

    private static JsonElement Golden(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "training.json"))).RootElement.EnumerateArray().Single(item => item.Text("name") == name);

    private static string Data(string file)
    {
        var root = Environment.GetEnvironmentVariable("KILN_TEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), $"needs {file} in the folder that KILN_TEST_DATA names; the variable is not set");
        var path = Path.Combine(root!, file);
        Assert.SkipUnless(File.Exists(path), $"needs {file} in the folder that KILN_TEST_DATA names");
        return path;
    }

    private static IEnumerable<string> Unpacked(string file)
    {
        var temporary = Path.GetTempFileName();
        try
        {
            using (var packed = new GZipStream(File.OpenRead(Data(file)), CompressionMode.Decompress))
            using (var target = File.Create(temporary))
            {
                packed.CopyTo(target);
            }

            return [.. TokenizerTrainer.ReadLines(temporary)];
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
