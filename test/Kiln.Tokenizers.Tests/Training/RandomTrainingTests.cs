using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Kiln.Tokenizers.Tests;

/// <summary>Vocabularies of random texts are those of Hugging Face's trainers. Goldens/make_random_training_goldens.js makes them, any number for a search.</summary>
public class RandomTrainingTests
{
    [Fact]
    public void Pieces_and_merges_are_those_of_the_reference()
    {
        var path = Environment.GetEnvironmentVariable("KILN_RANDOM_TRAINING") ?? Path.Combine(AppContext.BaseDirectory, "Goldens", "random_training.json");
        var (report, wrong, number) = (new StringBuilder(), 0, -1);
        foreach (var item in JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.EnumerateArray())
        {
            number++;
            var tokenizer = Train(item);
            var difference = Difference("piece", [.. Enumerable.Range(0, tokenizer.Model.Vocabulary.Count).Select(id => tokenizer.IdToToken(id)!)], item.GetProperty("pieces"))
                ?? (tokenizer.Model is BpeModel model ? Difference("merge", BpeTrainingTests.Merges(model), item.GetProperty("merges")) : null);
            if (difference is not null && ++wrong <= 20)
            {
                report.AppendLine(CultureInfo.InvariantCulture, $"{number}, {item.Text("kind")} {item.GetProperty("normalizer").GetRawText()} {item.GetProperty("preTokenizer").GetRawText()}: {difference}");
            }
        }

        wrong.ShouldBe(0, report.ToString());
    }

    /// <summary>Goldens/make_random_unigram_goldens.py makes these with SentencePiece.</summary>
    [Fact]
    public void Unigram_pieces_and_scores_are_those_of_the_reference()
    {
        var path = Environment.GetEnvironmentVariable("KILN_RANDOM_UNIGRAM") ?? Path.Combine(AppContext.BaseDirectory, "Goldens", "random_unigram.json");
        var (report, wrong, number) = (new StringBuilder(), 0, -1);
        foreach (var item in JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.EnumerateArray())
        {
            number++;
            var tokenizer = TokenizerTrainer.TrainUnigram(
                item.GetProperty("lines").EnumerateArray().Select(line => line.GetString()!), UnigramTrainingTests.Words, UnigramTrainingTests.Options(item.GetProperty("settings")));
            var model = (UnigramModel)tokenizer.Model;
            var scores = MemoryMarshal.Cast<byte, float>(item.GetProperty("scores").GetBytesFromBase64()).ToArray();
            var difference = Difference("piece", [.. Enumerable.Range(0, model.Vocabulary.Count).Select(id => tokenizer.IdToToken(id)!)], item.GetProperty("pieces"))
                ?? (Enumerable.Range(0, scores.Length).FirstOrDefault(id => Math.Abs(model.GetScore(id) - scores[id]) > 2e-6, -1) is >= 0 and var other
                    ? string.Create(CultureInfo.InvariantCulture, $"the score of {tokenizer.IdToToken(other)} is {model.GetScore(other)}, not {scores[other]}") : null);
            if (difference is not null && ++wrong <= 20)
            {
                report.AppendLine(CultureInfo.InvariantCulture, $"{number}, {item.GetProperty("settings").GetRawText()}: {difference}");
            }
        }

        wrong.ShouldBe(0, report.ToString());
    }

    private static Tokenizer Train(JsonElement item)
    {
        var json = $$"""{"normalizer": {{item.GetProperty("normalizer").GetRawText()}}, "pre_tokenizer": {{item.GetProperty("preTokenizer").GetRawText()}}, "model": {"type": "WordLevel", "unk_token": "?", "vocab": {"?": 0} } }""";
        var parts = Tokenizer.FromJson(json).Parts;
        string[] lines = [.. item.GetProperty("lines").EnumerateArray().Select(line => line.GetString() + "\n")];
        return item.Text("kind") switch
        {
            "BPE" => TokenizerTrainer.TrainBpe(lines, parts),
            "WordLevel" => TokenizerTrainer.TrainWordLevel(lines, parts),

            // The reference numbers characters by chance; what it gave them is taken over by naming them first.
            _ => TokenizerTrainer.TrainWordPiece(lines, parts, new() { SpecialTokens = [.. item.GetProperty("first").EnumerateArray().Select(piece => piece.GetString()!)] }),
        };
    }

    private static string? Difference(string what, string[] given, JsonElement golden)
    {
        string[] wanted = [.. golden.EnumerateArray().Select(piece => piece.GetString()!)];
        var at = given.Zip(wanted).TakeWhile(pair => pair.First == pair.Second).Count();
        return at == given.Length && at == wanted.Length ? null
            : string.Create(CultureInfo.InvariantCulture, $"{what} {at} of {given.Length} is {JsonSerializer.Serialize(given.ElementAtOrDefault(at))}, not {JsonSerializer.Serialize(wanted.ElementAtOrDefault(at))} of {wanted.Length}");
    }
}
