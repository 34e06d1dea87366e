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
    public async Task What_is_saved_goes_through_links_and_named_pipes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !File.Exists("/usr/bin/mkfifo"), "there is no mkfifo here");
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var tokenizer = new Tokenizer(WordLevelModel.Create(new Dictionary<string, int> { ["<unk>"] = 0 }));
            var (pipe, file, link) = (Path.Combine(folder.FullName, "pipe"), Path.Combine(folder.FullName, "file"), Path.Combine(folder.FullName, "link"));
            using (var made = System.Diagnostics.Process.Start("/usr/bin/mkfifo", pipe))
            {
                await made.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            // Each end of the pipe waits for the other.
            var read = Task.Run(() => File.ReadAllBytes(pipe), TestContext.Current.CancellationToken);
            tokenizer.Save(pipe);
            (await read).ShouldBe(tokenizer.ToJson());
            File.WriteAllText(file, "");
            File.CreateSymbolicLink(link, file);
            tokenizer.Save(link);
            File.ReadAllBytes(file).ShouldBe(tokenizer.ToJson());
            new FileInfo(link).LinkTarget.ShouldBe(file);
            tokenizer.Save("/dev/null");
            folder.GetFileSystemInfos().Select(entry => entry.Name).Order().ShouldBe(["file", "link", "pipe"]);
        }
        finally
        {
            folder.Delete(recursive: true);
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

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public void A_file_without_content_is_said_to_be_empty(string text)
    {
        var folder = Directory.CreateTempSubdirectory("kiln-tokenizer");
        var path = Path.Combine(folder.FullName, "none.json");
        File.WriteAllText(path, text);
        Should.Throw<TokenizerFormatException>(() => Tokenizer.Load(path)).Message.ShouldContain("'none.json' is empty");
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_folder_without_a_tokenizer_says_what_it_was_searched_for()
    {
        var folder = Directory.CreateTempSubdirectory("kiln-tokenizer");
        Should.Throw<FileNotFoundException>(() => Tokenizer.Load(folder.FullName)).Message.ShouldContain("tokenizer.json");
        folder.Delete();
    }

    [Fact]
    public void Ranks_that_do_not_know_every_byte_are_refused()
    {
        Should.Throw<TokenizerFormatException>(() => Tokenizer.FromTiktoken([], KnownPatterns.Gpt2)).Message.ShouldContain("there are none");
        Should.Throw<TokenizerFormatException>(() => Tokenizer.FromTiktoken("IQ== 0\n"u8, KnownPatterns.Gpt2)).Message.ShouldContain("the byte 0x00 is missing");
        var ranks = string.Concat(Enumerable.Range(0, 256).Where(value => value != 'A').Select(value => $"{Convert.ToBase64String([(byte)value])} {value}\n"));
        Should.Throw<TokenizerFormatException>(() => Tokenizer.FromTiktoken(System.Text.Encoding.UTF8.GetBytes(ranks), KnownPatterns.Gpt2)).Message.ShouldContain("0x41 is missing");
    }

    [Fact]
    public void Merges_that_are_empty_are_refused() => InFolder(folder =>
    {
        File.WriteAllText(Path.Combine(folder, "vocab.json"), """{"a": 0}""");
        File.WriteAllText(Path.Combine(folder, "merges.txt"), "#version: 0.2\n");
        Should.Throw<TokenizerFormatException>(() => Tokenizer.Load(folder)).Message.ShouldContain("merges.txt: it has no merges");
    });

    [Theory]
    [InlineData("gpt2", "<|endoftext|>=50256")]
    [InlineData("p50k_base", "<|endoftext|>=50256")]
    [InlineData("cl100k_base", "<|endoftext|>=100257 <|fim_prefix|>=100258 <|fim_middle|>=100259 <|fim_suffix|>=100260 <|endofprompt|>=100276")]
    [InlineData("o200k_base", "<|endoftext|>=199999 <|endofprompt|>=200018")]
    [InlineData("other", "")]
    public void Ranks_with_a_published_name_have_its_special_tokens(string name, string expected) => InFolder(folder =>
    {
        var file = Path.Combine(folder, name + ".tiktoken");
        File.WriteAllLines(file, Enumerable.Range(0, 256).Select(value => $"{Convert.ToBase64String([(byte)value])} {value}"));
        var tokenizer = Tokenizer.Load(file);
        string.Join(' ', tokenizer.Parts.AddedTokens.Select(token => $"{token.Content}={token.Id}")).ShouldBe(expected);
        foreach (var token in tokenizer.Parts.AddedTokens)
        {
            tokenizer.EncodeToIds("a" + token.Content).ShouldBe(['a', token.Id]);
        }
    });

    [Fact]
    public void Ids_that_no_token_has_give_no_text()
    {
        var tokenizer = new Tokenizer(WordLevelModel.Create(new Dictionary<string, int> { ["a"] = 0, ["<unk>"] = 1 }), new());
        tokenizer.Decode([-1, 0, 2, int.MaxValue]).ShouldBe("a");
        tokenizer.CreateStreamingDecoder().Add(-1).ShouldBe("");
    }

    [Fact]
    public void Failures_name_the_file_that_was_asked_for_once() => InFolder(folder =>
    {
        var cut = Path.Combine(folder, "cut.json");
        File.WriteAllText(cut, "{\"model\": ");
        Should.Throw<TokenizerFormatException>(() => Tokenizer.Load(cut)).Message.ShouldStartWith($"{cut}: no valid JSON");
        var tokenizer = new Tokenizer(WordLevelModel.Create(new Dictionary<string, int> { ["a"] = 0, ["<unk>"] = 1 }), new());
        var missing = Path.Combine(folder, "missing");
        var message = Should.Throw<DirectoryNotFoundException>(() => tokenizer.Save(Path.Combine(missing, "x.json"))).Message;
        message.ShouldContain($"no folder '{missing}'");
        message.ShouldNotContain(".tmp");
    });

    private static void InFolder(Action<string> test)
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
