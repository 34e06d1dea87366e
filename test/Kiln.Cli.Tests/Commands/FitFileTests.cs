namespace Kiln.Cli.Tests;

/// <summary>Files as they come: through pipes, with decimal commas, damaged.</summary>
public class FitFileTests
{
    private const string Table = "a,y\n1,2\n2,4.5\n3,5.5\n4,8.25\n5,10\n";

    [Fact]
    public async Task Tables_come_through_pipes_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a shell with /dev/stdin");
        using var folder = new TemporaryFolder();
        const string Weighed = "a,w,y\n1,1,2\n2,1,4.5\n3,2,5.5\n4,2,8.25\n5,1,10\n";
        File.WriteAllText(folder["train.csv"], Weighed);
        File.WriteAllText(folder["bad.csv"], Weighed + "inf,1,2\n");
        File.WriteAllText(folder["grid.json"], "{\"alpha\": [0.1, 1]}");
        var fit = await KilnProcess.PasteAsync(folder.Path, $"cat train.csv | {KilnProcess.Command} fit ridge --train /dev/stdin --target y --weights w --cv 2 --search <(cat grid.json) --out model");
        fit.ShouldExitWith(0).Output.ShouldContain("/dev/stdin: 5 rows");
        var predicted = await KilnProcess.PasteAsync(folder.Path, $"{KilnProcess.Command} predict model --input <(cat train.csv)");
        predicted.ShouldExitWith(0).OutputLines.Length.ShouldBe(6);
        predicted.Output.ShouldBe((await KilnProcess.RunAsync(folder.Path, "predict", "model", "--input", "train.csv")).Output);

        // The line is looked up by a third reading.
        (await KilnProcess.PasteAsync(folder.Path, $"cat bad.csv | {KilnProcess.Command} fit ridge --train /dev/stdin --target y")).ShouldExitWith(1).Error.ShouldContain("/dev/stdin: line 7");
    }

    [Fact]
    public async Task A_dash_is_standard_input_and_standard_output()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a shell");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["train.csv"], Table);
        var fit = (await KilnProcess.PasteAsync(folder.Path, $"cat train.csv | {KilnProcess.Command} fit ridge --train - --target y --out model")).ShouldExitWith(0);
        fit.Output.ShouldContain("standard input: 5 rows");
        fit.Output.ShouldContain("predict model --input - --output predictions.csv");
        var expected = (await KilnProcess.RunAsync(folder.Path, "predict", "model", "--input", "train.csv")).ShouldExitWith(0).Output;
        (await KilnProcess.PasteAsync(folder.Path, $"gzip -c train.csv | {KilnProcess.Command} predict model --input -")).ShouldExitWith(0).Output.ShouldBe(expected);
        (await KilnProcess.PasteAsync(folder.Path, $"{KilnProcess.Command} predict model --input - --output - < train.csv")).ShouldExitWith(0).Output.ShouldBe(expected);
        (await KilnProcess.PasteAsync(folder.Path, $"printf 'a\\n1\\n\\n' | {KilnProcess.Command} predict model --input -")).ShouldExitWith(0).OutputLines.Length.ShouldBe(2);
        (await KilnProcess.PasteAsync(folder.Path, $"printf 'a\\n1\\ninf\\n' | {KilnProcess.Command} predict model --input -")).ShouldExitWith(1)
            .Error.ShouldContain("standard input: line 3, column 'a': infinity");
        (await KilnProcess.PasteAsync(folder.Path, $"{KilnProcess.Command} predict model --input - < /dev/null")).ShouldExitWith(1).Error.ShouldContain("standard input");
        (await KilnProcess.PasteAsync(folder.Path, $"{KilnProcess.Command} predict model --input - < .")).ShouldExitWith(1).Error.ShouldContain("standard input: this is a folder; name a table (CSV).");
        (await KilnProcess.PasteAsync(folder.Path, $"export TMPDIR='{folder["none"]}'; cat train.csv | {KilnProcess.Command} predict model --input -")).ShouldExitWith(1)
            .Error.ShouldContain("there is no such folder; let TMPDIR name another one.");
        (await KilnProcess.PasteAsync(folder.Path, $"{KilnProcess.Command} fit ridge --train - --test - --target y < train.csv")).ShouldExitWith(2)
            .Error.ShouldContain("--train and --test cannot both be read from standard input (-); name a file.");
    }

    [Theory]
    [InlineData("--predictions")]
    [InlineData("--report")]
    [InlineData("--search")]
    public void A_dash_that_would_be_a_file_of_this_name_is_refused(string option)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["train.csv"], Table);
        InProcess.Run("fit", "ridge", "--train", folder["train.csv"], "--target", "y", option, "-").ShouldExitWith(2).Error.ShouldContain($"{option} -: a dash is not taken here; name a file");
        File.Exists("-").ShouldBeFalse();
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_pipe_and_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        await MakePipe(folder["pipe"]);
        File.WriteAllText(folder["train.csv"], Table);
        File.WriteAllText(folder["p.csv"], "as it was");
        Directory.CreateDirectory(folder["tmp"]);
        InProcess.Run("fit", "ridge", "--train", folder["train.csv"], "--target", "y", "--out", folder["model"]).ShouldExitWith(0);
        using var running = KilnProcess.StartLine(folder.Path, $"export TMPDIR='{folder["tmp"]}'; exec {KilnProcess.Command} predict model --input pipe --output p.csv");

        // Opens when the program opens the other end; half a table comes, and no more.
        using (var writer = new FileStream(folder["pipe"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 1))
        {
            writer.Write("a\n1\n2"u8);
            await running.WaitUntilAsync(() => Directory.GetFiles(folder["tmp"], "kiln-*.csv").Length == 1);
            running.PressControlC();
            (await running.FinishAsync()).ShouldExitWith(130).Error.ShouldContain("kiln: stopped.");
        }

        Directory.GetFiles(folder["tmp"], "kiln-*.csv").ShouldBeEmpty();
        File.ReadAllText(folder["p.csv"]).ShouldBe("as it was");
    }

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_is_left_on_a_stop()
    {
        using var folder = new TemporaryFolder();
        await MakePipe(folder["pipe"]);
        using var stop = new CancellationTokenSource();
        using var tables = new PipedTables(stop.Token);
        var opening = Task.Run(() => tables.Open(folder["pipe"]), TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => (await opening).Dispose());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[{}, {}]")]
    public void A_search_among_nothing_is_wrong_use(string grid)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["train.csv"], Table);
        File.WriteAllText(folder["grid.json"], grid);
        Fit(folder["train.csv"], "--search", folder["grid.json"]).ShouldExitWith(2).Error.ShouldContain("there are no values to search among");
    }

    [Fact]
    public void Decimal_commas_are_warned_of_and_read_with_an_option()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["train.csv"], "a;y\n1,5;1\n2,5;2\n3,5;4\n4,5;4\n");
        File.WriteAllText(folder["target.csv"], "a;y\n1;1,5\n2;2,5\n3;4,5\n4;4,5\n");
        var warned = Fit(folder["train.csv"]).ShouldExitWith(0).Output;
        warned.ShouldContain("line 2, column 'a': \"1,5\" has a decimal comma");
        warned.ShouldContain("--decimal ,");
        Fit(folder["target.csv"]).ShouldExitWith(1).Error.ShouldContain("\"1,5\" in line 2 of " + folder["target.csv"] + " has a decimal comma; read it with --decimal ,.");
        Fit(folder["target.csv"], "--decimal", ",").ShouldExitWith(0);
        Fit(folder["train.csv"], "--decimal", ",", "--out", folder["model"]).ShouldExitWith(0).Output.ShouldNotContain("one-hot");
        InProcess.Run("predict", folder["model"], "--input", folder["train.csv"], "--decimal", "comma").ShouldExitWith(0).OutputLines.Length.ShouldBe(5);
        Fit(folder["train.csv"], "--decimal", ";").ShouldExitWith(2).Error.ShouldContain("--decimal: expected a point or a comma; given ';'.");
    }

    [Fact]
    public void A_second_column_of_the_targets_name_is_refused_unless_it_is_left_out()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["train.csv"], "a,y,y\n1,2,2\n3,4,4\n5,6,6\n");
        Fit(folder["train.csv"]).ShouldExitWith(1).Error.ShouldContain("columns 2 and 3 are both called 'y', and 'y' is the target: 'y.1' would be a feature");
        Fit(folder["train.csv"], "--drop", "y.1").ShouldExitWith(0);
    }

    [Fact]
    public void A_bit_turned_over_in_a_models_file_is_told_and_models_without_a_checksum_still_load()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["train.csv"], Table);
        Fit(folder["train.csv"], "--out", folder["model"]).ShouldExitWith(0);
        var (path, settings) = (folder["model/model.safetensors"], folder["model/fit.json"]);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 0x40;
        File.WriteAllBytes(path, bytes);
        Predict().ShouldExitWith(1).Error.ShouldContain("model.safetensors is not the file that was saved: its checksum differs from the one in fit.json");
        bytes[^1] ^= 0x40;
        File.WriteAllBytes(path, bytes);
        Predict().ShouldExitWith(0);
        var json = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(settings))!.AsObject();
        json.Remove("model_sha256").ShouldBeTrue();
        File.WriteAllText(settings, json.ToJsonString());
        Predict().ShouldExitWith(0);
        File.WriteAllBytes(path, System.Text.Encoding.Latin1.GetBytes(System.Text.Encoding.Latin1.GetString(bytes).Replace("ridge", "rudge", StringComparison.Ordinal)));
        var unknown = Predict().ShouldExitWith(1).Error;
        unknown.ShouldContain("'rudge'");
        unknown.ShouldNotContain("(Parameter");

        Finished Predict() => InProcess.Run("predict", folder["model"], "--input", folder["train.csv"]);
    }

    [Fact]
    public void Options_given_twice_and_lists_with_gaps_are_wrong_use()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["train.csv"], Table);
        Fit("a.csv", "--train", "b.csv").ShouldExitWith(2).Error.ShouldContain("--train is given twice: a.csv, b.csv. Give it once.");
        Fit(folder["train.csv"], "--set", "alphas=1,2").ShouldExitWith(2).Error.ShouldContain("alphas=1,2 are 2 penalties, one for each target, and a table has one target");
        InProcess.Run("fit", "ridge-cv", "--train", folder["train.csv"], "--target", "y", "--set", "alphas=1, 2,,3").ShouldExitWith(2).Error.ShouldContain("there is nothing at one of the commas");
    }

    [Fact]
    public void Predictions_that_cannot_be_written_leave_no_model_and_an_earlier_one_as_it_was()
    {
        Assert.SkipWhen(!File.Exists("/dev/full"), "needs a device that is always full");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["train.csv"], Table);
        Fit(folder["train.csv"], "--out", folder["model"], "--predictions", "/dev/full").ShouldExitWith(1);
        Directory.Exists(folder["model"]).ShouldBeFalse();
        Fit(folder["train.csv"], "--out", folder["model"]).ShouldExitWith(0);
        var before = File.ReadAllBytes(folder["model/model.safetensors"]);
        Fit(folder["train.csv"], "--set", "alpha=100", "--out", folder["model"], "--report", "/dev/full").ShouldExitWith(1);
        File.ReadAllBytes(folder["model/model.safetensors"]).ShouldBe(before);
        InProcess.Run("predict", folder["model"], "--input", folder["train.csv"]).ShouldExitWith(0);
    }

    [Theory]
    [InlineData("\"numbers\":[null],\"texts\":[]", "\"numbers\": item 1 of the list is no column's name")]
    [InlineData("\"numbers\":\"a\",\"texts\":[]", "\"numbers\" is no list of columns")]
    [InlineData("\"numbers\":[]", "\"texts\", a list of columns, is missing")]
    [InlineData("\"version\":1", "a name comes twice")]
    public void A_wrong_value_in_the_settings_of_a_fit_is_told_in_one_line(string rest, string said)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["train.csv"], Table);
        Fit(folder["train.csv"], "--out", folder["model"]).ShouldExitWith(0);
        File.WriteAllText(folder["model/fit.json"], $"{{\"format\":\"kiln-fit\",\"version\":1,\"estimator\":\"ridge\",\"target\":\"y\",{rest}}}");
        var error = InProcess.Run("predict", folder["model"], "--input", folder["train.csv"]).ShouldExitWith(1).Error;
        error.ShouldContain($"fit.json is damaged ({said}).");
        error.Trim().Split('\n').Length.ShouldBe(1, error);
    }

    [Fact]
    public async Task A_model_that_is_a_device_or_a_pipe_is_no_regular_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["train.csv"], Table);
        Fit(folder["train.csv"], "--out", folder["model"]).ShouldExitWith(0);
        var path = folder["model/model.safetensors"];
        File.Delete(path);
        await MakePipe(path);
        InProcess.Run("predict", folder["model"], "--input", folder["train.csv"]).ShouldExitWith(1).Error.ShouldContain("model.safetensors is not a regular file.");
        File.Delete(path);
        File.CreateSymbolicLink(path, "/dev/zero");
        InProcess.Run("predict", folder["model"], "--input", folder["train.csv"]).ShouldExitWith(1).Error.ShouldContain("model.safetensors is not a regular file.");
    }

    [Fact]
    public void Names_out_of_files_are_cut_and_steer_no_terminal()
    {
        using var folder = new TemporaryFolder();
        var train = folder["train.csv"];
        var rows = string.Concat(Enumerable.Range(0, 9).Select(i => $"{i},{2 * i % 7}\n"));
        File.WriteAllText(train, new string('a', 1_000_000) + ",y\n" + rows);
        Fit(train).ShouldExitWith(0).Output.Length.ShouldBeLessThan(2000);
        InProcess.Run("fit", "ridge", "--train", train, "--target", "z").ShouldExitWith(1).Error.Length.ShouldBeLessThan(1000);
        InProcess.Run("fit", "ridge", "--train", train, "--target", "y", "--json").ShouldExitWith(0).Json("fit").GetProperty("features")[0].GetString()!.Length.ShouldBe(1_000_000);

        File.WriteAllText(train, "a\e[31mred\a,y\n" + rows);
        Fit(train).ShouldExitWith(0).Output.ShouldContain("a\\u001b[31mred\\u0007");
        InProcess.Run("fit", "ridge", "--train", train, "--target", "z").ShouldExitWith(1).Error.ShouldContain("the columns are a\\u001b[31mred\\u0007, y");

        File.WriteAllText(train, new string('\0', 1_000_000));
        InProcess.Run("fit", "ridge", "--train", train, "--target", "z").ShouldExitWith(1).Error.Length.ShouldBeLessThan(5000);
    }

    [Fact]
    public void A_row_without_end_is_told_by_no_name_of_the_parser()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["train.csv"], "a,y\n" + new string('x', 17_000_000) + ",1\n");
        var error = Fit(folder["train.csv"]).ShouldExitWith(1).Error;
        error.ShouldContain("line 2");
        error.ShouldNotContain("MaxRecordSize");
    }

    [Fact]
    public void A_grid_of_millions_is_refused_before_the_table_is_read()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["train.csv"], Table);
        var list = string.Join(", ", Enumerable.Range(1, 3000));
        File.WriteAllText(folder["grid.json"], $"{{\"alpha\": [{list}], \"tol\": [{list}]}}");
        var error = Fit(folder["train.csv"], "--search", folder["grid.json"], "--cv", "2").ShouldExitWith(2).Error;
        error.ShouldContain("there are 9,000,000 candidates, which with 2 folds are 18,000,000 fits; at most 1,000,000");
    }

    private static async Task MakePipe(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !File.Exists("/usr/bin/mkfifo"), "there is no mkfifo here");
        using var made = System.Diagnostics.Process.Start("/usr/bin/mkfifo", [path]);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        made.ExitCode.ShouldBe(0);
    }

    private static Finished Fit(string train, params string[] options) => InProcess.Run(["fit", "ridge", "--train", train, "--target", "y", .. options]);
}
