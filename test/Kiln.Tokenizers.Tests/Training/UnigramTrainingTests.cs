using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Kiln.Tokenizers.Tests;

public class UnigramTrainingTests
{
    internal static readonly TokenizerParts Words = new()
    {
        Normalizer = new SequenceNormalizer([new ReplaceNormalizer(TextPattern.Regex("^ +"), ""), new ReplaceNormalizer(TextPattern.Regex(" +$"), ""), new ReplaceNormalizer(TextPattern.Regex(" {2,}"), " ")]),
        PreTokenizer = new MetaspacePreTokenizer(),
        Decoder = new MetaspaceDecoder(),
    };

    private static readonly JsonElement s_goldens = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "unigram.json"))).RootElement;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_goldens.GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pieces_scores_and_ids_are_those_of_the_reference(int index)
    {
        var golden = s_goldens[index];
        var texts = TrainingTexts.Named(golden.Text("texts"));
        var tokenizer = TokenizerTrainer.TrainUnigram(texts, Words, Options(golden.GetProperty("settings")));
        var model = (UnigramModel)tokenizer.Model;
        string[] pieces = [.. Enumerable.Range(0, model.Vocabulary.Count).Select(id => tokenizer.IdToToken(id)!)];
        var scores = MemoryMarshal.Cast<byte, float>(golden.GetProperty("scores").GetBytesFromBase64()).ToArray();
        pieces.Where(piece => piece[0] != '<').Take(20).ShouldBe(golden.GetProperty("first").EnumerateArray().Select(piece => piece.GetString()!));
        pieces.Length.ShouldBe(scores.Length);
        Hash(string.Join('\n', pieces)).ShouldBe(golden.Text("pieces"));

        // On the machine of the goldens the scores are the same to the last bit; another library of functions may round an exponential differently.
        for (var id = 0; id < scores.Length; id++)
        {
            model.GetScore(id).ShouldBe(scores[id], 2e-6, pieces[id]);
        }

        // The reference's sums over whole texts in single precision, and tokenizer.json's in double precision: ways that are equally good may be told apart differently.
        var reference = AsSentencePiece(tokenizer, model);
        string[] tenth = [.. texts.Where((_, index) => index % 10 == 0)];
        var expected = tenth.Select(text => reference.EncodeToIds(text)).ToArray();
        Hash(string.Join('\n', expected.Select(ids => string.Join(',', ids)))).ShouldBe(golden.Text("ids"));
        var others = 0;
        foreach (var (text, ids) in tenth.Zip(expected))
        {
            var given = tokenizer.EncodeToIds(text);
            if (!given.SequenceEqual(ids))
            {
                others++;
                given.Sum(model.GetScore).ShouldBe(ids.Sum(model.GetScore), 1e-3, text);
            }
        }

        others.ShouldBeLessThanOrEqualTo(tenth.Length / 100);
    }

    // The same vocabulary as a SentencePiece file has it.
    private static Tokenizer AsSentencePiece(Tokenizer tokenizer, UnigramModel model)
    {
        ScoredPiece Piece(int id)
        {
            var piece = tokenizer.IdToToken(id)!;
            var type = id == 0 ? SentencePieceType.Unknown : id < 3 ? SentencePieceType.Control : piece.StartsWith("<0x", StringComparison.Ordinal) ? SentencePieceType.Byte : SentencePieceType.Normal;
            return new(Encoding.UTF8.GetBytes(piece), (float)model.GetScore(id), type);
        }

        var file = new SentencePieceFile { Pieces = [.. Enumerable.Range(0, model.Vocabulary.Count).Select(Piece)], ByteFallback = model.ByteFallback };
        var (made, parts) = SentencePieceSource.Build(file, addBos: false, addEos: false);
        return new(made, parts);
    }

    [Fact]
    public void The_result_does_not_depend_on_threads_or_on_the_order_of_texts()
    {
        string[] texts = [.. Enumerable.Range(0, 2000).Select(i => $"the {i % 7} cats of {i % 13} towns sang {i * 7919 % 100003:x} naïve 漢字仮名 😀 привет {new string('a', i % 40)}")];
        var one = TokenizerTrainer.TrainUnigram(texts, Words, new() { VocabularySize = 200, Threads = 1 });
        var four = TokenizerTrainer.TrainUnigram(texts.Reverse(), Words, new() { VocabularySize = 200, Threads = 4 });
        Scores(four).ShouldBe(Scores(one));
        one.Decode(one.EncodeToIds(texts[17])).ShouldBe(texts[17]);
        var read = Tokenizer.FromJson(one.ToJson());
        read.EncodeToIds(texts[17]).ShouldBe(one.EncodeToIds(texts[17]));
    }

    [Fact]
    public void Settings_hold()
    {
        string[] texts = ["low low low low lower lower newest newest newest widest widest 2024 2025 2026"];
        var plain = TokenizerTrainer.TrainUnigram(texts, Words, new() { VocabularySize = 40 });
        plain.TokenToId("<unk>").ShouldBe(0);
        plain.TokenToId("</s>").ShouldBe(2);
        plain.IsSpecial(1).ShouldBeTrue();
        plain.EncodeToIds("low ☃").ShouldContain(0);
        var other = TokenizerTrainer.TrainUnigram(texts, Words, new() { VocabularySize = 40, SpecialTokens = ["<pad>"], UnknownToken = null, InitialAlphabet = "ż☃", MaxTokenLength = 1 });
        other.TokenToId("<pad>").ShouldBe(0);
        other.TokenToId("ż").ShouldNotBeNull();
        Scores(other).Skip(1).ShouldAllBe(item => item.Piece.Length == 1);
        Should.Throw<TokenizerException>(() => other.EncodeToIds("low 漢"));
        var bytes = TokenizerTrainer.TrainUnigram(
            texts, Words with { Decoder = new SequenceDecoder([new ByteFallbackDecoder(), new MetaspaceDecoder()]) }, new() { VocabularySize = 300, ByteFallback = true });
        bytes.Decode(bytes.EncodeToIds("low ☃")).ShouldBe("low ☃");
        var digits = TokenizerTrainer.TrainUnigram(texts, Words, new() { VocabularySize = 60, SplitsDigits = true });
        Scores(digits).ShouldAllBe(item => item.Piece.Length == 1 || !item.Piece.Any(char.IsAsciiDigit));
    }

    [Fact]
    public void Texts_that_are_no_texts_are_learned_from_or_refused_with_a_reason()
    {
        Should.Throw<TokenizerException>(() => TokenizerTrainer.TrainUnigram([])).Message.ShouldContain("no words");
        Should.Throw<TokenizerException>(() => TokenizerTrainer.TrainUnigram(["", "   "], Words)).Message.ShouldContain("no words");
        Should.Throw<TokenizerException>(() => TokenizerTrainer.TrainUnigram(["abcdef"], Words, new() { VocabularySize = 6 })).Message.ShouldContain("give at least 10");
        Should.Throw<TokenizerException>(() => TokenizerTrainer.TrainUnigram(["a"], Words, new() { VocabularySize = 100, ByteFallback = true })).Message.ShouldContain("259 special tokens and bytes");
        Pieces("a").ShouldBe(["a", "▁"], ignoreOrder: true);
        Pieces("\0").ShouldBe(["▁"]);
        Pieces("\uD800").ShouldContain("\uFFFD");
        Pieces("▅▅").ShouldBe(["▁"]);
        Pieces("▁▁▁").ShouldBe(["▁"]);
        Pieces(new string('x', 5000)).ShouldContain(new string('x', 16));
        Pieces("the same the same\uD800\0the same").ShouldContain("▁");
    }

    [Theory]
    [InlineData("VocabularySize")]
    [InlineData("CharacterCoverage")]
    [InlineData("MaxTokenLength")]
    [InlineData("ShrinkingFactor")]
    [InlineData("Iterations")]
    [InlineData("SeedSize")]
    [InlineData("Threads")]
    public void A_setting_without_meaning_is_named(string name)
    {
        var wrong = name switch
        {
            "VocabularySize" => new UnigramTrainingOptions { VocabularySize = 0 },
            "CharacterCoverage" => new() { CharacterCoverage = 1.5 },
            "MaxTokenLength" => new() { MaxTokenLength = 513 },
            "ShrinkingFactor" => new() { ShrinkingFactor = double.NaN },
            "Iterations" => new() { Iterations = 0 },
            "SeedSize" => new() { SeedSize = -1 },
            _ => new() { Threads = 0 },
        };
        Should.Throw<ArgumentOutOfRangeException>(() => TokenizerTrainer.TrainUnigram(["a"], Words, wrong)).Message.ShouldContain($"UnigramTrainingOptions.{name} is");
    }

    [Fact]
    public void An_unknown_token_is_one_of_the_special_ones() =>
        Should.Throw<ArgumentException>(() => TokenizerTrainer.TrainUnigram(["a"], Words, new() { SpecialTokens = ["<pad>"] })).Message.ShouldContain("none of the SpecialTokens");

    [Fact]
    public void Progress_is_told_and_training_can_be_ended()
    {
        var seen = new List<string>();
        TokenizerTrainer.TrainUnigram(["a b ab ab abc abc"], Words, new() { VocabularySize = 10, Threads = 1, Progress = new Listener(seen) });
        seen.Distinct().ShouldBe(["counting words", "finding pieces", "estimating"]);
        using var ended = new CancellationTokenSource();
        var stops = new Stopper(ended);
        Should.Throw<OperationCanceledException>(() => TokenizerTrainer.TrainUnigram(["a b ab ab abc abc"], Words, new() { VocabularySize = 10, Progress = stops }, ended.Token));
    }

    private sealed class Listener(List<string> seen) : IProgress<TokenizerTrainingProgress>
    {
        public void Report(TokenizerTrainingProgress value)
        {
            lock (seen)
            {
                seen.Add(value.Stage);
            }
        }
    }

    // Ends the training in the middle: when the words are counted.
    private sealed class Stopper(CancellationTokenSource source) : IProgress<TokenizerTrainingProgress>
    {
        public void Report(TokenizerTrainingProgress value)
        {
            if (value.Stage == "finding pieces")
            {
                source.Cancel();
            }
        }
    }

    internal static UnigramTrainingOptions Options(JsonElement settings)
    {
        // The reference is older than the correction of the loss.
        var options = new UnigramTrainingOptions { UsesEarlyLoss = true };
        foreach (var (name, value) in settings.EnumerateObject().Select(item => (item.Name, item.Value)))
        {
            options = name switch
            {
                "vocab_size" => options with { VocabularySize = value.GetInt32() },
                "character_coverage" => options with { CharacterCoverage = value.GetDouble() },
                "split_by_unicode_script" => options with { SplitsByScript = value.GetBoolean() },
                "split_by_number" => options with { SplitsByNumber = value.GetBoolean() },
                "split_digits" => options with { SplitsDigits = value.GetBoolean() },
                "byte_fallback" => options with { ByteFallback = value.GetBoolean() },
                "max_sentencepiece_length" => options with { MaxTokenLength = value.GetInt32() },
                "shrinking_factor" => options with { ShrinkingFactor = value.GetDouble() },
                "num_sub_iterations" => options with { Iterations = value.GetInt32() },
                "seed_sentencepiece_size" => options with { SeedSize = value.GetInt32() },
                "required_chars" => options with { InitialAlphabet = value.GetString()! },
                _ => throw new InvalidDataException(name),
            };
        }

        return options;
    }

    private static string[] Pieces(string text) => [.. Scores(TokenizerTrainer.TrainUnigram([text], Words, new() { VocabularySize = 40, CharacterCoverage = 1 })).Skip(3).Select(item => item.Piece)];

    private static (string Piece, double Score)[] Scores(Tokenizer tokenizer) =>
        [.. Enumerable.Range(0, tokenizer.Model.Vocabulary.Count).Select(id => (tokenizer.IdToToken(id)!, ((UnigramModel)tokenizer.Model).GetScore(id)))];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
