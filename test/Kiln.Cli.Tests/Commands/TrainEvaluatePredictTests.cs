using Kiln.Data;

namespace Kiln.Cli.Tests;

public class TrainEvaluatePredictTests
{
    private static readonly string[] s_quick = ["--epochs", "1", "--batch-size", "32"];

    [Fact]
    public async Task Training_evaluation_and_prediction_on_files_in_the_form_of_mnist()
    {
        using var folder = new TemporaryFolder();
        IdxFolder.Write(folder["gz"], 600, 100, compressed: true);
        IdxFolder.Write(folder["plain"], 600, 100, compressed: false);
        var trained = (await KilnProcess.RunAsync(folder.Path, ["train", "cnn", "--data", "mnist", "--data-dir", "gz", "--json", .. s_quick])).ShouldExitWith(0);
        var result = trained.Json("result");
        result.GetProperty("run").GetString().ShouldBe(folder["runs/cnn-mnist-1"]);

        var own = (await KilnProcess.RunAsync(folder.Path, "evaluate", "runs/cnn-mnist-1", "--json")).ShouldExitWith(0).Json("evaluation");
        own.GetProperty("accuracy").GetDouble().ShouldBe(result.GetProperty("accuracy").GetDouble());
        own.GetProperty("confusion").GetRawText().ShouldBe(result.GetProperty("confusion").GetRawText());
        var plain = (await KilnProcess.RunAsync(folder.Path, "evaluate", "runs/cnn-mnist-1", "--data", "mnist", "--data-dir", "plain", "--json")).ShouldExitWith(0);
        plain.Json("evaluation").GetProperty("loss").GetDouble().ShouldBe(own.GetProperty("loss").GetDouble());

        var part = (await KilnProcess.RunAsync(
            folder.Path, ["train", "cnn", "--data", "mnist", "--data-dir", "gz", "--train-size", "200", "--test-size", "50", "--json", .. s_quick])).ShouldExitWith(0);
        part.Json("start").GetProperty("train_images").GetInt32().ShouldBe(180);
        part.Json("result").GetProperty("test_images").GetInt32().ShouldBe(50);
        (await KilnProcess.RunAsync(folder.Path, "evaluate", "runs/cnn-mnist-2", "--json")).Json("evaluation").GetProperty("test_images").GetInt32().ShouldBe(50);
        (await KilnProcess.RunAsync(folder.Path, "train", "cnn", "--data", "mnist", "--data-dir", "gz", "--train-size", "601")).ShouldExitWith(1)
            .Error.ShouldContain("has 600 training images");

        // A large picture, dark ink on white paper, and one as in the data set.
        var digit = Png.Read(folder["runs/cnn-mnist-1/samples/1.png"]);
        Png.Write(folder["large.png"], digit.Invert().Resize(200, 150));
        var predicted = (await KilnProcess.RunAsync(folder.Path, "predict", "runs/cnn-mnist-1", "--input", "large.png", "runs/cnn-mnist-1/samples/1.png", "--json")).ShouldExitWith(0);
        var answers = predicted.Json();
        answers.Count.ShouldBe(2);
        foreach (var answer in answers)
        {
            answer.GetProperty("probabilities").EnumerateObject().Sum(p => p.Value.GetDouble()).ShouldBe(1, 1e-9);
            answer.GetProperty("probabilities").GetProperty(answer.GetProperty("prediction").GetString()!).GetDouble()
                .ShouldBe(answer.GetProperty("probability").GetDouble());
        }

        predicted.Error.ShouldContain("large.png: ");
    }

    [Fact]
    public async Task Runs_are_never_overwritten()
    {
        using var folder = new TemporaryFolder();
        foreach (var expected in new[] { "runs/quickstart-1", "runs/quickstart-2" })
        {
            (await KilnProcess.RunAsync(folder.Path, ["quickstart", .. RunOfTheProgram.Quick])).ShouldExitWith(0);
            File.Exists(folder[expected + "/model.safetensors"]).ShouldBeTrue();
        }

        var again = (await KilnProcess.RunAsync(folder.Path, ["quickstart", "--out", "runs/quickstart-1", .. RunOfTheProgram.Quick])).ShouldExitWith(1);
        again.Error.ShouldContain("already holds a run");
        Directory.CreateDirectory(folder["full"]);
        await File.WriteAllTextAsync(folder["full/letter.txt"], "dear", TestContext.Current.CancellationToken);
        (await KilnProcess.RunAsync(folder.Path, ["quickstart", "--out", "full", .. RunOfTheProgram.Quick])).ShouldExitWith(1).Error.ShouldContain("is not empty");
        (await KilnProcess.RunAsync(folder.Path, ["quickstart", "--out", "full/letter.txt", .. RunOfTheProgram.Quick])).ShouldExitWith(1).Error.ShouldContain("this is a file");
    }

    [Fact]
    public async Task Runs_started_together_take_folders_of_their_own()
    {
        using var folder = new TemporaryFolder();
        var settings = new RunSettings { Name = "quickstart", TrainSize = 100, TestSize = 20 };
        var path = folder["run"];
        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(seed => Task.Run(() =>
        {
            try
            {
                return RunFolder.Create(path, settings with { Seed = seed }) is not null ? seed : -1;
            }
            catch (UserException taken) when (taken.Message.Contains("already holds a run", StringComparison.Ordinal))
            {
                return -1;
            }
        })));
        var winner = claims.Where(seed => seed >= 0).ShouldHaveSingleItem();
        RunFolder.Open(path).LoadSettings().Seed.ShouldBe(winner);

        var together = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => KilnProcess.RunAsync(folder.Path, ["quickstart", .. RunOfTheProgram.Quick])));
        together.ShouldAllBe(run => run.ExitCode == 0);
        Directory.GetDirectories(folder["runs"]).Select(Path.GetFileName).Order().ShouldBe(["quickstart-1", "quickstart-2", "quickstart-3"]);
    }

    [Fact]
    public async Task What_cannot_work_is_said_with_what_to_do()
    {
        using var folder = new TemporaryFolder();
        (await KilnProcess.RunAsync(folder.Path, "evaluate", "nowhere")).ShouldExitWith(1).Error.ShouldContain("quickstart");
        (await KilnProcess.RunAsync(folder.Path, "evaluate", ".")).ShouldExitWith(1).Error.ShouldContain("has no run.json");
        var missing = (await KilnProcess.RunAsync(folder.Path, "train", "cnn", "--data", "mnist", "--data-dir", "nowhere")).ShouldExitWith(1);
        missing.Error.ShouldContain("train-images-idx3-ubyte.gz");
        Directory.Exists(folder["runs"]).ShouldBeFalse("missing data leave no empty run behind");

        Directory.CreateDirectory(folder["damaged"]);
        await File.WriteAllTextAsync(folder["damaged/run.json"], "{\"format\": \"kiln-run\", \"version\": 1, \"name\": \"x\", \"data\": \"cats\"}", TestContext.Current.CancellationToken);
        (await KilnProcess.RunAsync(folder.Path, "evaluate", "damaged")).ShouldExitWith(1).Error.ShouldContain("expected one of digits, mnist, fashion-mnist");
        await File.WriteAllTextAsync(folder["damaged/run.json"], "{\"format\": \"kiln-run\",\n \"vers", TestContext.Current.CancellationToken);
        var truncated = (await KilnProcess.RunAsync(folder.Path, "evaluate", "damaged")).ShouldExitWith(1);
        truncated.Error.ShouldContain("run.json is damaged: it stops being JSON in line 2, at byte ");
        truncated.Error.ShouldNotContain("LineNumber");
    }

    [Fact]
    public async Task Without_a_folder_the_published_files_come_from_the_cache_or_a_mirror_and_the_error_says_where_to_put_them()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the cache's folder is not named by a variable there");
        using var folder = new TemporaryFolder();
        IdxFolder.Write(folder["cache/kiln/mnist"], 600, 100, compressed: true);
        var set = $"export XDG_CACHE_HOME='{folder["cache"]}' KILN_DATA_MIRROR='{folder["mirror"]}';";
        var trained = (await KilnProcess.PasteAsync(folder.Path, $"{set} {KilnProcess.Command} train cnn --data mnist --out run --json {string.Join(' ', s_quick)}")).ShouldExitWith(0);
        trained.Json("start").GetProperty("train_images").GetInt32().ShouldBe(540);
        (await KilnProcess.PasteAsync(folder.Path, $"{set} {KilnProcess.Command} evaluate run --json")).ShouldExitWith(0)
            .Json("evaluation").GetProperty("accuracy").GetDouble().ShouldBe(trained.Json("result").GetProperty("accuracy").GetDouble());

        var offline = (await KilnProcess.PasteAsync(folder.Path, $"{set} {KilnProcess.Command} train cnn --data fashion-mnist")).ShouldExitWith(1);
        offline.Error.ShouldContain("train-images-idx3-ubyte.gz could not be fetched");
        offline.Error.ShouldContain($"into {folder["cache/kiln/fashion-mnist"]}");
        offline.Error.ShouldContain("--data-dir");
        offline.Error.ShouldNotContain("   at ");
        Directory.Exists(folder["runs"]).ShouldBeFalse("missing data leave no empty run behind");
    }

    [Fact]
    public async Task A_picture_that_is_none_is_refused()
    {
        using var folder = new TemporaryFolder();
        (await KilnProcess.RunAsync(folder.Path, ["quickstart", "--out", "run", .. RunOfTheProgram.Quick])).ShouldExitWith(0);
        await File.WriteAllTextAsync(folder["letter.png"], "dear", TestContext.Current.CancellationToken);
        foreach (var (input, message) in new[] { ("letter.png", "letter.png"), ("nowhere.png", "there is no such file"), (".", "this is a folder") })
        {
            var run = (await KilnProcess.RunAsync(folder.Path, "predict", "run", "--input", input)).ShouldExitWith(1);
            run.Error.ShouldContain(message);
            run.Error.ShouldNotContain("   at ");
        }

        var mixed = (await KilnProcess.RunAsync(
            folder.Path, "predict", "run", "--json", "--input", "run/samples/1.png", "letter.png", "run/samples/2.png")).ShouldExitWith(1);
        mixed.Json().Select(line => line.GetProperty("type").GetString()).ShouldBe(["prediction", "error", "prediction"]);
        mixed.Json("error").GetProperty("input").GetString().ShouldBe("letter.png");

        await File.WriteAllBytesAsync(folder["run/model.safetensors"], [1, 2, 3], TestContext.Current.CancellationToken);
        (await KilnProcess.RunAsync(folder.Path, "evaluate", "run")).ShouldExitWith(1).Error.ShouldContain("model.safetensors");
    }

    [Theory]
    [InlineData("train", "cnn", "--data", "cats")]
    [InlineData("train", "cnn", "--data", "digits", "--data-dir", "x")]
    [InlineData("train", "cnn", "--resume", "x", "--seed", "1")]
    [InlineData("train", "cnn", "--epochs", "0")]
    [InlineData("train")]
    [InlineData("quickstart", "--batch-size", "many")]
    [InlineData("evaluate")]
    [InlineData("predict", "x")]
    public void Wrong_use_exits_with_2(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        KilnCommand.Run(arguments, output, error).ShouldBe(2);
        output.ToString().ShouldBeEmpty();
        error.ToString().ShouldContain("--help");
    }

    [Theory, InlineData("quickstart"), InlineData("train", "cnn"), InlineData("evaluate"), InlineData("predict")]
    public void Help_of_a_command(params string[] command)
    {
        using var output = new StringWriter();
        KilnCommand.Run([.. command, "--help"], output, TextWriter.Null).ShouldBe(0);
        Snapshot.Matches("help-" + string.Join('-', command), output.ToString());
    }
}
