using System.Text.Json;

namespace Kiln.Tokenizers.Tests;

/// <summary>Ids and offsets of Hugging Face's tokenizers on awkward and multilingual texts.</summary>
public sealed class MultilingualTests
{
    [Fact]
    public void Gpt2_ids_and_offsets_are_those_of_the_reference() => Check("gpt2", TestData.Gpt2);

    [Fact]
    public void Bert_ids_and_offsets_are_those_of_the_reference() => Check("bert-base-uncased", TestData.Bert);

    private static void Check(string name, Tokenizer tokenizer)
    {
        var cases = TestData.Json("expected/multilingual.json").GetProperty(name);
        cases.GetArrayLength().ShouldBeGreaterThan(40);
        List<string> wrong = [];
        foreach (var item in cases.EnumerateArray())
        {
            var text = item.Text("text");
            var encoding = tokenizer.Encode(text, new EncodeOptions { Unit = OffsetUnit.CodePoints });
            Compare("ids", encoding.Ids.ToArray(), item.Ints("ids"));
            Compare("ids alone", tokenizer.EncodeToIds(text), item.Ints("ids"));
            Compare("without special", tokenizer.EncodeToIds(text, addSpecialTokens: false), item.Ints("ids_without_special"));
            Compare("of UTF-8", tokenizer.EncodeToIds(System.Text.Encoding.UTF8.GetBytes(text)), item.Ints("ids"));
            tokenizer.CountTokens(text).ShouldBe(encoding.Count);
            int[] expected = [.. item.GetProperty("offsets").EnumerateArray().SelectMany(pair => pair.Ints())];
            var offsets = encoding.Offsets.ToArray().SelectMany(offset => new[] { offset.Start, offset.End }).ToArray();
            if (expected.Length == offsets.Length - (2 * encoding.SpecialTokensMask.ToArray().Sum()))
            {
                offsets = [.. tokenizer.Encode(text, new EncodeOptions { Unit = OffsetUnit.CodePoints, AddSpecialTokens = false }).Offsets.ToArray().SelectMany(o => new[] { o.Start, o.End })];
            }

            Compare("offsets", offsets, expected);

            void Compare(string what, int[] actual, int[] reference)
            {
                if (!actual.AsSpan().SequenceEqual(reference))
                {
                    wrong.Add($"{what} of {JsonSerializer.Serialize(text)}:\n  is  {string.Join(' ', actual)}\n  not {string.Join(' ', reference)}");
                }
            }
        }

        wrong.ShouldBeEmpty(string.Join('\n', wrong.Take(20)));
    }
}
