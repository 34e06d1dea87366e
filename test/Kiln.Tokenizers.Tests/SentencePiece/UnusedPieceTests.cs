using System.Text.Json;

namespace Kiln.Tokenizers.Tests;

/// <summary>BPE models of SentencePiece some of whose pieces are marked unused: these merge, and what is left of them is taken apart.</summary>
public class UnusedPieceTests
{
    private static readonly JsonElement s_cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", "sentencepiece_unused.json"))).RootElement;

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_cases.GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ids_are_those_of_the_reference(int number)
    {
        var tokenizer = Tokenizer.FromSentencePiece(s_cases[number].GetProperty("model").GetBytesFromBase64());
        foreach (var (text, ids) in s_cases[number].GetProperty("texts").EnumerateArray().Zip(s_cases[number].GetProperty("ids").EnumerateArray()))
        {
            tokenizer.EncodeToIds(text.GetString()).ShouldBe(ids.Ints(), text.GetString());
        }
    }
}
