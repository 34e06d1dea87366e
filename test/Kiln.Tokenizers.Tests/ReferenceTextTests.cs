using System.Text.Json;

namespace Kiln.Tokenizers.Tests;

/// <summary>Ids and decoded texts of the reference implementations for the vocabularies at hand.</summary>
public sealed class ReferenceTextTests
{
    [Fact]
    public void Gpt2_gives_the_ids_and_text_of_its_authors() => CheckOne("gpt2_encoded_tokens.json", TestData.Gpt2, addSpecialTokens: true);

    [Fact]
    public void Bert_gives_the_ids_of_its_authors()
    {
        var item = TestData.Json("expected/bert_uncased_encoded.json");
        TestData.Bert.EncodeToIds(item.Text("text")).ShouldBe(item.Ints("token_ids"));
        TestData.Bert.Encode(item.Text("text"), new EncodeOptions { AddSpecialTokens = false }).GetTokens()
            .ShouldBe(item.GetProperty("bpe_tokens").EnumerateArray().Select(token => token.GetString()!));
    }

    [Fact]
    public void Llama_2_gives_the_ids_of_its_authors() => CheckOne("llama_encoded.json", Llama2.Tokenizer, addSpecialTokens: true);

    [Theory]
    [InlineData("bert-base-uncased")]
    [InlineData("google-bert/bert-base-uncased")]
    [InlineData("distilgpt2")]
    [InlineData("coreml-projects/Llama-2-7b-chat-coreml")]
    public void Mixed_texts_are_encoded_and_decoded_as_by_the_reference(string name)
    {
        var tokenizer = name.Contains("bert", StringComparison.Ordinal) ? TestData.Bert : name == "distilgpt2" ? TestData.Gpt2 : Llama2.Tokenizer;
        List<string> wrong = [];
        foreach (var item in TestData.Json("expected/tokenizer_tests.json").GetProperty(name).EnumerateArray())
        {
            var (text, ids) = (item.Text("input"), item.GetProperty("encoded").Ints("input_ids"));
            var actual = tokenizer.EncodeToIds(text);
            if (!actual.SequenceEqual(ids))
            {
                wrong.Add($"ids of {JsonSerializer.Serialize(text)}:\n  is  {string.Join(' ', actual)}\n  not {string.Join(' ', ids)}");
            }

            // The reference's texts were cleaned up where the model's configuration asks for it.
            var cleans = tokenizer != Llama2.Tokenizer;
            Compare(tokenizer.Decode(ids, skipSpecialTokens: false, cleans), item.Text("decoded_with_special"));
            Compare(tokenizer.Decode(ids, cleanUpSpaces: cleans), item.Text("decoded_without_special"));

            void Compare(string decoded, string expected)
            {
                if (decoded != expected)
                {
                    wrong.Add($"decoded {JsonSerializer.Serialize(decoded)} not {JsonSerializer.Serialize(expected)}");
                }
            }
        }

        wrong.ShouldBeEmpty(string.Join('\n', wrong));
    }

    private static void CheckOne(string file, Tokenizer tokenizer, bool addSpecialTokens)
    {
        var item = TestData.Json("expected/" + file);
        var ids = item.Ints("token_ids");
        tokenizer.EncodeToIds(item.Text("text"), addSpecialTokens).ShouldBe(ids);
        tokenizer.Decode(ids, skipSpecialTokens: false).ShouldBe(item.Text("decoded_text"));
    }
}
