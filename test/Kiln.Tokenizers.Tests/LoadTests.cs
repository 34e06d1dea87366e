namespace Kiln.Tokenizers.Tests;

/// <summary>Every kind of file gives the same tokenizer, and what is saved is what was read.</summary>
public sealed class LoadTests
{
    private static readonly string[] Texts = [.. MakeTexts()];

    [Fact]
    public void Vocabulary_with_merges_is_the_same_as_tokenizer_json()
    {
        Same(Tokenizer.Load(TestData.Path("gpt2/merges.txt")), TestData.Gpt2);
        Same(Tokenizer.Load(TestData.Path("gpt2")), TestData.Gpt2);
    }

    [Fact]
    public void Vocabulary_of_lines_is_the_same_as_tokenizer_json() => Same(Tokenizer.Load(TestData.Path("bert-base-uncased/vocab.txt")), TestData.Bert);

    [Fact]
    public void Ranks_of_tiktoken_are_the_same_as_tokenizer_json()
    {
        var ranks = Tokenizer.Load(TestData.Path("tiktoken/gpt2.tiktoken"));
        foreach (var text in Texts.Where(text => !text.Contains("<|endoftext|>", StringComparison.Ordinal)))
        {
            ranks.EncodeToIds(text).ShouldBe(TestData.Gpt2.EncodeToIds(text), text);
        }
    }

    [Fact]
    public void Saved_tokenizers_read_back_alike()
    {
        foreach (var tokenizer in (Tokenizer[])[TestData.Gpt2, TestData.Bert, Llama2.Tokenizer])
        {
            var json = tokenizer.ToJson();
            var read = Tokenizer.FromJson(json);
            Same(read, tokenizer);
            read.ToJson().ShouldBe(json);
        }
    }

    [Fact]
    public void A_folder_is_read_with_its_configuration()
    {
        var folder = Directory.CreateTempSubdirectory("kiln-tokenizer");
        try
        {
            var small = WordLevelModel.Create(new Dictionary<string, int> { ["a"] = 0, ["<unk>"] = 1 });
            new Tokenizer(small, new() { PreTokenizer = new WhitespacePreTokenizer() }).Save(Path.Combine(folder.FullName, "tokenizer.json"));
            File.WriteAllText(Path.Combine(folder.FullName, "special_tokens_map.json"), """{"unk_token": {"content": "<unk>"}, "pad_token": "a"}""");
            File.WriteAllText(
                Path.Combine(folder.FullName, "tokenizer_config.json"), """{"model_max_length": 1000000000000000019884624838656, "chat_template": "x", "eos_token": "a"}""");
            var config = Tokenizer.Load(folder.FullName).Parts.Config;
            (config.SpecialToken("unk_token"), config.SpecialToken("pad_token"), config.SpecialToken("eos_token")).ShouldBe(("<unk>", "a", "a"));
            (config.ModelMaxLength, config.ChatTemplate).ShouldBe((null, "x"));
            folder.GetFiles().Length.ShouldBe(3);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_folder_without_a_tokenizer_says_what_it_was_searched_for()
    {
        var folder = Directory.CreateTempSubdirectory("kiln-tokenizer");
        Should.Throw<FileNotFoundException>(() => Tokenizer.Load(folder.FullName)).Message.ShouldContain("tokenizer.json");
        folder.Delete();
    }

    private static IEnumerable<string> MakeTexts()
    {
        var random = new Random(9);
        for (var i = 0; i < 200; i++)
        {
            yield return RandomText.WellFormed(random, 20);
        }
    }

    private static void Same(Tokenizer actual, Tokenizer expected)
    {
        actual.VocabularySize.ShouldBe(expected.VocabularySize);
        foreach (var text in Texts)
        {
            var (a, b) = (actual.Encode(text), expected.Encode(text));
            a.Ids.ToArray().ShouldBe(b.Ids.ToArray(), text);
            a.Offsets.ToArray().ShouldBe(b.Offsets.ToArray(), text);
            actual.Decode(a.Ids).ShouldBe(expected.Decode(b.Ids));
        }
    }
}
