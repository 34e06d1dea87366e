namespace Kiln.Tokenizers.Tests;

/// <summary>What stands beside a tokenizer counts role by role, whatever else it says or leaves out.</summary>
public sealed class FolderTests
{
    private const string Small = """{"model": {"type": "WordLevel", "vocab": {"a": 0, ".": 1, "<unk>": 2}, "unk_token": "<unk>"}}""";

    [Fact]
    public void A_configuration_without_tokens_and_templates_counts() => InFolder(folder =>
    {
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), Small);
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), """{"clean_up_tokenization_spaces": true, "model_max_length": 77}""");
        var tokenizer = Tokenizer.Load(folder);
        (tokenizer.Parts.Config.CleansUpSpaces, tokenizer.Parts.Config.ModelMaxLength).ShouldBe((true, 77));
        tokenizer.Decode([0, 1]).ShouldBe("a.");
    });

    [Fact]
    public void A_template_beside_a_model_leaves_the_roles_of_the_model() => InFolder(folder =>
    {
        File.Copy(TestData.Path("llama2/tokenizer.model"), Path.Combine(folder, "tokenizer.model"));
        File.WriteAllText(Path.Combine(folder, "chat_template.jinja"), "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}");
        var config = Tokenizer.Load(folder).Parts.Config;
        (config.SpecialToken("unk_token"), config.SpecialToken("bos_token"), config.SpecialToken("eos_token")).ShouldBe(("<unk>", "<s>", "</s>"));
        ChatTemplate.Load(folder).Render([new("user", "Hi")]).ShouldBe("<s>Hi</s>");
        File.WriteAllText(Path.Combine(folder, "special_tokens_map.json"), """{"eos_token": "[end]"}""");
        config = Tokenizer.Load(folder).Parts.Config;
        (config.SpecialToken("unk_token"), config.SpecialToken("eos_token")).ShouldBe(("<unk>", "[end]"));
        ChatTemplate.Load(folder).Render([new("user", "Hi")]).ShouldBe("<s>Hi[end]");
    });

    [Fact]
    public void Templates_see_the_roles_of_both_files() => InFolder(folder =>
    {
        var config = Path.Combine(folder, "tokenizer_config.json");
        File.WriteAllText(config, """{"bos_token": "<b>", "chat_template": "{{ bos_token }}{{ eos_token }}"}""");
        File.WriteAllText(Path.Combine(folder, "special_tokens_map.json"), """{"bos_token": "other", "eos_token": {"content": "<e>"}}""");
        ChatTemplate.Load(folder).Render([]).ShouldBe("other<e>");
        ChatTemplate.Load(config).Render([]).ShouldBe("other<e>");
        File.WriteAllText(config, """{"bos_token": "<b>", "chat_template": "{{ bos_token }}{{ eos_token }}", "added_tokens_decoder": {}}""");
        ChatTemplate.Load(folder).Render([]).ShouldBe("<b><e>");
        ChatTemplate.Load(config).Render([]).ShouldBe("<b><e>");
    });

    [Theory]
    [InlineData("""{"unk_token": null, "added_tokens_decoder": {}}""", "{}", null, "<s>")]
    [InlineData("""{"unk_token": null}""", "{}", null, "<s>")]
    [InlineData("""{"unk_token": null, "bos_token": null, "added_tokens_decoder": {}}""", """{"unk_token": "<x>"}""", null, null)]
    [InlineData("""{"unk_token": null}""", """{"unk_token": "<x>", "bos_token": null}""", "<x>", null)]
    [InlineData("""{"unk_token": "<y>"}""", """{"unk_token": null}""", null, "<s>")]
    [InlineData("""{"unk_token": "<y>"}""", """{"unk_token": "<x>"}""", "<x>", "<s>")]
    [InlineData("""{"unk_token": "<y>", "added_tokens_decoder": {}}""", """{"unk_token": null, "bos_token": "<x>"}""", "<y>", "<x>")]
    public void Roles_are_those_of_the_file_that_counts_and_null_is_no_token(string config, string map, string? unknown, string? beginning) => InFolder(folder =>
    {
        File.Copy(TestData.Path("llama2/tokenizer.model"), Path.Combine(folder, "tokenizer.model"));
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), config);
        File.WriteAllText(Path.Combine(folder, "special_tokens_map.json"), map);
        var read = Tokenizer.Load(folder).Parts.Config;
        (read.SpecialToken("unk_token"), read.SpecialToken("bos_token"), read.SpecialToken("eos_token")).ShouldBe((unknown, beginning, "</s>"));
        read.SpecialTokens.Values.ShouldNotContain(value => value == null);
    });

    [Fact]
    public void Several_models_are_refused_by_name_and_parts_of_one_are_not() => InFolder(folder =>
    {
        foreach (var name in (string[])["a.model", "b.model"])
        {
            File.Copy(TestData.Path("llama2/tokenizer.model"), Path.Combine(folder, name));
        }

        var message = Should.Throw<TokenizerFormatException>(() => Tokenizer.Load(folder)).Message;
        message.ShouldContain("'a.model' and 'b.model'");
        Tokenizer.Load(Path.Combine(folder, "b.model")).VocabularySize.ShouldBe(32000);
        var parts = Directory.CreateDirectory(Path.Combine(folder, "parts")).FullName;
        File.Copy(TestData.Path("gguf/ggml-vocab-gpt-2.gguf"), Path.Combine(parts, "m-00001-of-00002.gguf"));
        File.WriteAllText(Path.Combine(parts, "m-00002-of-00002.gguf"), "");
        Tokenizer.Load(parts).VocabularySize.ShouldBe(50257);
    });

    [Fact]
    public void A_vocabulary_under_another_name_is_told_to_be_one() => InFolder(folder =>
    {
        var file = Path.Combine(folder, "words.json");
        File.WriteAllText(file, """{"a": 0, "model": 1}""");
        var message = Should.Throw<TokenizerFormatException>(() => Tokenizer.Load(file)).Message;
        message.ShouldStartWith($"{file}: ");
        message.ShouldContain("name it vocab.json and put its merges.txt beside it");
    });

    [Fact]
    public void Broken_files_are_told_of_with_the_place_in_plain_words() =>
        Should.Throw<TokenizerFormatException>(() => Tokenizer.FromJson("{\"model\":\n {,}}")).Message.ShouldContain("line 2, byte 3 of it cannot be read");

    internal static void InFolder(Action<string> test)
    {
        var folder = Directory.CreateTempSubdirectory("kiln-tokenizer");
        try
        {
            test(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
