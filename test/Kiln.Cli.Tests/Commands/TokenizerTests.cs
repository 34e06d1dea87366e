using Kiln.Tokenizers;

namespace Kiln.Cli.Tests;

public class TokenizerTests
{
    [Fact]
    public void Info_tells_kind_size_special_tokens_and_components()
    {
        using var folder = new TemporaryFolder();
        var path = SmallTokenizer.In(folder);
        var text = InProcess.Run("tokenizer", "info", path).ShouldExitWith(0).Output;
        foreach (var part in new[] { "WordPiece", "[CLS] (2)", "normalizer        Bert", "pre-tokenizer     Bert", "memory", path })
        {
            text.ShouldContain(part);
        }

        var info = InProcess.Run("tokenizer", "info", path, "--json").ShouldExitWith(0).Json("tokenizer");
        info.GetProperty("vocabulary_size").GetInt32().ShouldBe(9);
        info.GetProperty("special_tokens").GetProperty("[SEP]").GetInt32().ShouldBe(3);
        info.GetProperty("decoder").GetString().ShouldBe("WordPiece");
    }

    [Fact]
    public void Convert_writes_a_tokenizer_json_that_gives_the_same_ids()
    {
        using var folder = new TemporaryFolder();
        var run = InProcess.Run("tokenizer", "convert", SmallTokenizer.In(folder), "--out", folder["tokenizer.json"], "--json").ShouldExitWith(0);
        run.Json("converted").GetProperty("kind").GetString().ShouldBe("WordPiece");
        Tokenizer.Load(folder["tokenizer.json"]).EncodeToIds("Hello unlike").ShouldBe([2, 5, 7, 8, 3]);
        Directory.GetFiles(folder.Path).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData(1, false, "decode what is unknown")]
    [InlineData(2, false, "decode what is unknown")]
    [InlineData(2, true, null)]
    [InlineData(3, false, "each unknown word is a token|decode what is unknown")]
    [InlineData(3, true, "whole words that fall back to bytes")]
    public void Convert_warns_of_what_the_format_cannot_say(byte kind, bool hasBytes, string? said)
    {
        // A SentencePiece file: pieces (their text and type), and the kind of the model.
        using var folder = new TemporaryFolder();
        string[] pieces = ["<unk>", "<s>", "\u2581a", "a", .. hasBytes ? Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>") : []];
        byte[] model = [.. pieces.SelectMany((piece, id) => Field(1, [.. Field(1, System.Text.Encoding.UTF8.GetBytes(piece)), 0x18, (byte)(id == 0 ? 2 : id == 1 ? 3 : id < 4 ? 1 : 6)])),
            .. Field(2, [0x18, kind, .. hasBytes ? new byte[] { 0x98, 0x02, 1 } : []])];
        File.WriteAllBytes(folder["t.model"], model);
        var told = InProcess.Run("tokenizer", "convert", folder["t.model"], "--out", folder["tokenizer.json"]).ShouldExitWith(0).Output.ReplaceLineEndings(" ");
        told.ShouldContain("a text that reads <unk>, <s>");
        (told.Split("programs other than Kiln").Length - 2).ShouldBe(said?.Split('|').Length ?? 0);
        foreach (var part in said?.Split('|') ?? [])
        {
            told.ShouldContain(part);
        }

        static byte[] Field(int number, byte[] content) => [(byte)((number << 3) | 2), .. content.Length < 128 ? new[] { (byte)content.Length } : [(byte)(content.Length | 128), (byte)(content.Length >> 7)], .. content];
    }

    [Theory, InlineData("bpe"), InlineData("wordpiece"), InlineData("unigram")]
    public void Train_writes_a_tokenizer_that_tokenize_takes(string model)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["a.txt"], Enumerable.Range(0, 200).Select(i => $"the {i % 7} cats of {i % 13} towns sang to the towns"));
        File.WriteAllText(folder["b.txt"], "more towns, more cats\n");
        var trained = folder["trained.json"];
        var run = InProcess.Run("tokenizer", "train", "--model", model, "--vocab-size", "290", "--out", trained, folder["a.txt"], folder["b.txt"], "--special", "<|end|>", "--json").ShouldExitWith(0);
        var size = run.Json("trained").GetProperty("vocabulary_size").GetInt32();
        size.ShouldBeInRange(20, 290);
        var tokenizer = Tokenizer.Load(trained);
        tokenizer.VocabularySize.ShouldBe(size);
        tokenizer.TokenToId("<|end|>").ShouldNotBeNull();
        tokenizer.Decode(tokenizer.EncodeToIds("the cats of the towns")).ShouldBe("the cats of the towns");
        if (model == "bpe")
        {
            // All bytes are there: what the texts lack can be written too.
            tokenizer.Decode(tokenizer.EncodeToIds("Ångström 😀\n")).ShouldBe("Ångström 😀\n");
        }
    }

    [Theory]
    [InlineData("t.model", "end it with .json")]
    [InlineData("vocab.json", "a part of other kinds of tokenizers")]
    [InlineData("", "--out: an empty path")]
    [InlineData("gone/t.json", "make it first")]
    public void What_is_written_has_a_name_by_which_it_is_read_again(string output, string said)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.txt"], "the cats sang\n");
        var tokenizer = SmallTokenizer.In(folder);
        var place = output.Length == 0 ? "" : folder[output];
        InProcess.Run("tokenizer", "convert", tokenizer, "--out", place).Error.ShouldContain(said);
        InProcess.Run("tokenizer", "train", "--model", "wordpiece", "--out", place, folder["a.txt"]).Error.ShouldContain(said);
    }

    [Fact]
    public async Task Pipes_and_devices_need_no_name_of_a_file_and_hold_the_tokenizer_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !File.Exists("/usr/bin/mkfifo"), "there is no mkfifo here");
        using var folder = new TemporaryFolder();
        var tokenizer = SmallTokenizer.In(folder);
        InProcess.Run("tokenizer", "convert", tokenizer, "--out", "/dev/null").ShouldExitWith(0).Output.ShouldBe("");
        using (var made = System.Diagnostics.Process.Start("/usr/bin/mkfifo", [folder["pipe"]]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var read = Task.Run(() => File.ReadAllBytes(folder["pipe"]), TestContext.Current.CancellationToken);
        InProcess.Run("tokenizer", "convert", tokenizer, "--out", folder["pipe"]).ShouldExitWith(0).Error.ShouldContain("written to");
        (await read).ShouldBe(Tokenizer.Load(tokenizer).ToJson());
    }

    [Fact]
    public void A_vocabulary_too_small_for_the_characters_names_the_options_of_the_command()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.txt"], "the quick brown fox jumps over the lazy dog\n");
        var error = InProcess.Run("tokenizer", "train", "--model", "wordpiece", "--vocab-size", "10", "--out", folder["t.json"], folder["a.txt"]).ShouldExitWith(1).Error;
        error.ShouldContain("--vocab-size");
        error.ShouldNotContain("AlphabetLimit");
    }

    [Fact]
    public void Convert_never_replaces_its_source()
    {
        using var folder = new TemporaryFolder();
        var path = folder["tokenizer.json"];
        InProcess.Run("tokenizer", "convert", SmallTokenizer.In(folder), "--out", path).ShouldExitWith(0);
        InProcess.Run("tokenizer", "convert", path, "--out", path).ShouldExitWith(2).Error.ShouldContain("this is the tokenizer to convert");
        InProcess.Run("tokenizer", "convert", "", "--out", path).ShouldExitWith(2).Error.ShouldContain("PATH: an empty path");
    }

    [Theory]
    [InlineData("tokenize --tokenizer gpt2 --text=")]
    [InlineData("tokenize --tokenizer gpt2 --text a --text b")]
    [InlineData("tokenizer train a.txt --out a.json --model=")]
    [InlineData("tokenizer train a.txt --out a.json --model a --model b")]
    [InlineData("tokenizer train a.txt --out a.json --model unigram --character-coverage abc")]
    [InlineData("tokenizer train a.txt --out a.json --model unigram --character-coverage=")]
    public void Values_that_cannot_be_read_are_wrong_use(string command)
    {
        var error = InProcess.Run(command.Split(' ')).ShouldExitWith(2).Error;
        error.ShouldStartWith("kiln: ");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public void Train_of_unigram_takes_coverage_and_bytes()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.txt"], "the cats sang	to the cats\n");
        InProcess.Run("tokenizer", "train", "--model", "unigram", "--vocab-size", "280", "--out", folder["out.json"], folder["a.txt"], "--byte-fallback", "--character-coverage", "1").ShouldExitWith(0);
        var tokenizer = Tokenizer.Load(folder["out.json"]);
        tokenizer.TokenToId("<unk>").ShouldBe(0);
        tokenizer.Decode(tokenizer.EncodeToIds("the cats ☃")).ShouldBe("the cats ☃");
    }

    [Fact]
    public void Training_that_cannot_be_is_told_before_the_work_and_writes_nothing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.txt"], "a text");
        File.WriteAllText(folder["empty.txt"], "");
        Train("bpe", "100", "out.json", "a.txt").ShouldExitWith(2).Error.ShouldContain("bpe begins with 256 tokens");
        Train("unigram", "3", "out.json", "a.txt").ShouldExitWith(2).Error.ShouldContain("unigram begins with 4 tokens (3 special ones and a character)");
        Train("unigram", "5", "out.json", "a.txt").ShouldExitWith(1).Error.ShouldContain("5 characters; give at least 8");
        Train("wordlevel", "1000", "out.json", "a.txt").ShouldExitWith(2).Error.ShouldContain("--model: expected bpe, wordpiece or unigram, given 'wordlevel'.");
        Train("bpe", "1000", "out.json", "a.txt", "--byte-fallback").ShouldExitWith(2).Error.ShouldContain("--byte-fallback is for unigram, not for 'bpe'.");
        Train("unigram", "1000", "out.json", "a.txt", "--min-frequency", "2").ShouldExitWith(2).Error.ShouldContain("--min-frequency is for bpe and wordpiece");
        Train("unigram", "1000", "out.json", "a.txt", "--cased").ShouldExitWith(2).Error.ShouldContain("--cased is for wordpiece; unigram always tells capital letters apart.");
        Train("unigram", "1000", "out.json", "a.txt", "--character-coverage", "2").ShouldExitWith(2).Error.ShouldContain("--character-coverage: expected more than 0 and at most 1, given 2.");
        Train("bpe", "1000", "out.json", "gone.txt").ShouldExitWith(1).Error.ShouldContain("there is no such file");
        Train("bpe", "1000", "a.txt", "a.txt").ShouldExitWith(2).Error.ShouldContain("this is one of the texts");
        Train("bpe", "1000", "out.json", "empty.txt").ShouldExitWith(1).Error.ShouldContain("is empty: there is nothing to learn from.");
        Train("unigram", "1000", "out.json", "empty.txt").ShouldExitWith(1).Error.ShouldContain("is empty: there is nothing to learn from.");
        Directory.GetFiles(folder.Path).Length.ShouldBe(2);
        File.ReadAllText(folder["a.txt"]).ShouldBe("a text");

        Finished Train(string model, string size, string output, string text, params string[] more) =>
            InProcess.Run(["tokenizer", "train", "--model", model, "--vocab-size", size, "--out", folder[output], folder[text], .. more]);
    }

    [Fact]
    public async Task Control_c_ends_the_training_and_leaves_no_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends a Unix signal");
        using var folder = new TemporaryFolder();
        // Text without end: the training cannot be over before the signal comes.
        using var running = KilnProcess.StartLine(
            folder.Path, $"exec {KilnProcess.Command} tokenizer train --model bpe --out out.json <(yes 'the cats sang') > log.txt");
        await running.WaitUntilAsync(() => new FileInfo(folder["log.txt"]) is { Exists: true, Length: > 0 });
        running.PressControlC();
        (await running.FinishAsync()).ShouldExitWith(130).Error.ShouldContain("stopped.");
        Directory.GetFiles(folder.Path).Select(Path.GetFileName).ShouldBe(["log.txt"]);
    }

    [Theory, InlineData("info"), InlineData("convert"), InlineData("train")]
    public void Help_of_tokenizer(string command) => Snapshot.Matches($"help-tokenizer-{command}", InProcess.Run("tokenizer", command, "--help").ShouldExitWith(0).Output);
}
