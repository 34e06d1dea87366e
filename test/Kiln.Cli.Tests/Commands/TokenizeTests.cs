namespace Kiln.Cli.Tests;

public class TokenizeTests
{
    [Fact]
    public void Each_line_of_a_file_gives_a_line_of_ids()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["text.txt"], "Hello world\n\nunlike Hello");
        Run("--tokenizer", SmallTokenizer.In(folder), "--file", folder["text.txt"]).ShouldExitWith(0).Output.ShouldBe("2 5 6 3\n2 3\n2 7 8 5 3\n");
        Run("--tokenizer", folder.Path, "--file", folder["text.txt"], "--no-special-tokens").ShouldExitWith(0).Output.ShouldBe("5 6\n\n7 8 5\n");
    }

    [Fact]
    public void A_text_is_one_whatever_lines_it_has()
    {
        using var folder = new TemporaryFolder();
        Run("--tokenizer", SmallTokenizer.In(folder), "--text", "Hello\nworld").ShouldExitWith(0).Output.ShouldBe("2 5 6 3\n");
    }

    [Fact]
    public void A_text_may_begin_with_dashes()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = SmallTokenizer.In(folder);
        var expected = Run("--tokenizer", tokenizer, "--file", Written(folder, "--hello\n")).ShouldExitWith(0).Output;
        Run("--tokenizer", tokenizer, "--text", "--hello").ShouldExitWith(0).Output.ShouldBe(expected);
        Run("--tokenizer", tokenizer, "--text=--hello").ShouldExitWith(0).Output.ShouldBe(expected);
        Run("--tokenizer", tokenizer, "--text=--json").ShouldExitWith(0).Output.ShouldNotBeEmpty();
        Run("--tokenizer", tokenizer, "--text", "-- and more").ShouldExitWith(0).Output.ShouldNotBeEmpty();
        Run("--tokenizer", tokenizer, "--tekst", "hello").ShouldExitWith(2).Error.ShouldContain("there is no option --tekst; did you mean '--text'?");
    }

    private static string Written(TemporaryFolder folder, string text)
    {
        File.WriteAllText(folder["dashes.txt"], text);
        return folder["dashes.txt"];
    }

    [Fact]
    public void Offsets_count_code_points_of_the_text()
    {
        using var folder = new TemporaryFolder();
        var run = Run("--tokenizer", SmallTokenizer.In(folder), "--text", "😀 unlike", "--offsets", "--no-special-tokens").ShouldExitWith(0);
        run.Output.ShouldBe("1:0-1 7:2-4 8:4-8\n");
    }

    [Fact]
    public void As_json_each_line_is_an_object_with_ids_tokens_and_offsets()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["text.txt"], "Hello\nunlike");
        var run = Run("--tokenizer", SmallTokenizer.In(folder), "--file", folder["text.txt"], "--offsets", "--json").ShouldExitWith(0);
        run.Error.ShouldBeEmpty();
        run.OutputLines.ShouldBe([
            """{"type":"tokens","line":1,"ids":[2,5,3],"tokens":["[CLS]","hello","[SEP]"],"offsets":[[0,0],[0,5],[0,0]]}""",
            """{"type":"tokens","line":2,"ids":[2,7,8,3],"tokens":["[CLS]","un","##like","[SEP]"],"offsets":[[0,0],[0,2],[2,6],[0,0]]}"""]);
    }

    [Fact]
    public void Ids_become_text_again_with_spaces_commas_or_brackets_between()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["ids.txt"], "2 5 6 3\n[5, 6]\n\n");
        Run("--tokenizer", SmallTokenizer.In(folder), "--file", folder["ids.txt"], "--decode").ShouldExitWith(0).Output.ShouldBe("[CLS] hello world [SEP]\nhello world\n\n");
        Run("--tokenizer", folder.Path, "--text", "2 5 6 3", "--decode", "--no-special-tokens").ShouldExitWith(0).Output.ShouldBe("hello world\n");
    }

    [Theory]
    [InlineData("5\nhello 6", "line 2: 'hello' is no id; --decode expects whole numbers")]
    [InlineData("5 9", "line 1: no token has the id 9; the ids of this tokenizer go from 0 to 8.")]
    [InlineData("-1", "line 1: no token has the id -1;")]
    [InlineData("99999999999999", "line 1: no token has the id 99999999999999;")]
    public void What_is_no_id_is_named_with_its_line(string ids, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["ids.txt"], ids);
        Run("--tokenizer", SmallTokenizer.In(folder), "--file", folder["ids.txt"], "--decode").ShouldExitWith(1).Error.ShouldContain(message);
    }

    [Fact]
    public void A_place_without_a_tokenizer_or_text_is_named_with_its_option()
    {
        using var folder = new TemporaryFolder();
        Run("--tokenizer", folder["nowhere"], "--text", "a").ShouldExitWith(1).Error.ShouldContain($"--tokenizer {folder["nowhere"]}: there is no such file or folder");
        Run("--tokenizer", folder.Path, "--text", "a").ShouldExitWith(1).Error.ShouldContain("this folder has no tokenizer");
        File.WriteAllText(folder["noise.bin"], "noise");
        Run("--tokenizer", folder["noise.bin"], "--text", "a").ShouldExitWith(1).Error.ShouldContain("is of no known kind");
        var tokenizer = SmallTokenizer.In(folder);
        Run("--tokenizer", tokenizer, "--file", folder["gone.txt"]).ShouldExitWith(1).Error.ShouldContain($"--file {folder["gone.txt"]}: there is no such file.");
        Run("--tokenizer", tokenizer, "--file", folder.Path).ShouldExitWith(1).Error.ShouldContain("this is a folder; name a file.");
    }

    [Theory]
    [InlineData("--text and --file do not go together", "--tokenizer", "t", "--text", "a", "--file", "b")]
    [InlineData("--offsets does not go with --decode", "--tokenizer", "t", "--decode", "--offsets")]
    [InlineData("--tokenizer", "--text", "a")]
    public void Options_that_do_not_go_together_are_wrong_use(string message, params string[] arguments) => Run(arguments).ShouldExitWith(2).Error.ShouldContain(message);

    [Fact]
    public async Task Standard_input_is_read_where_neither_text_nor_file_is_given_and_goes_there_and_back()
    {
        using var folder = new TemporaryFolder();
        SmallTokenizer.In(folder);
        var command = $"{KilnProcess.Command} tokenize --tokenizer vocab.txt --no-special-tokens";
        var run = await KilnProcess.PasteAsync(folder.Path, $"printf 'hello world\\nunlike\\n' | {command} | {command} --decode");
        run.ShouldExitWith(0).Output.ShouldBe("hello world\nunlike\n");
    }

    [Fact]
    public void A_published_vocabulary_gives_the_published_ids()
    {
        var root = Environment.GetEnvironmentVariable("KILN_TEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "needs tokenizers/gpt2 in the folder that KILN_TEST_DATA names; the variable is not set");
        var path = Path.Combine(root!, "tokenizers", "gpt2");
        Assert.SkipUnless(Directory.Exists(path), "needs tokenizers/gpt2 in the folder that KILN_TEST_DATA names");
        Run("--tokenizer", path, "--text", "Hello world").ShouldExitWith(0).Output.ShouldBe("15496 995\n");
    }

    [Fact]
    public void Help_of_tokenize() => Snapshot.Matches("help-tokenize", Run("--help").ShouldExitWith(0).Output);

    private static Finished Run(params string[] arguments) => InProcess.Run(["tokenize", .. arguments]);
}
