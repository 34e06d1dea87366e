namespace Kiln.Cli.Tests;

public class InterruptionTests
{
    private static readonly string[] s_longer = ["--train-size", "3000", "--test-size", "100", "--epochs", "3", "--batch-size", "32"];

    [Fact]
    public async Task Control_c_saves_a_checkpoint_and_the_printed_command_goes_on_to_the_same_parameters()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends a Unix signal");
        using var folder = new TemporaryFolder();
        (await KilnProcess.RunAsync(folder.Path, ["quickstart", "--out", "whole", .. s_longer])).ShouldExitWith(0);

        using var running = KilnProcess.Start(folder.Path, ["quickstart", "--out", "broken off", .. s_longer]);
        await running.WaitUntilAsync(() => RunOfTheProgram.HasCheckpoint(folder["broken off"]));
        running.PressControlC();
        var stopped = (await running.FinishAsync()).ShouldExitWith(130);
        stopped.Output.ShouldContain("A checkpoint is saved in");
        var command = stopped.CommandsToPaste().ShouldHaveSingleItem();

        var early = (await KilnProcess.RunAsync(folder.Path, "evaluate", "broken off")).ShouldExitWith(1);
        early.Error.ShouldContain("no trained model yet");

        (await KilnProcess.PasteAsync(folder.Path, command)).ShouldExitWith(0);
        RunOfTheProgram.Parameters(folder["broken off"]).ShouldBe(RunOfTheProgram.Parameters(folder["whole"]));
    }

    [Fact]
    public async Task A_killed_run_goes_on_from_its_checkpoint_to_the_same_parameters()
    {
        using var folder = new TemporaryFolder();
        (await KilnProcess.RunAsync(folder.Path, ["train", "cnn", "--out", "whole", .. s_longer])).ShouldExitWith(0);

        using var running = KilnProcess.Start(folder.Path, ["train", "cnn", "--out", "killed", .. s_longer]);
        await running.WaitUntilAsync(() => RunOfTheProgram.HasCheckpoint(folder["killed"]));
        running.KillAtOnce();
        await running.FinishAsync();

        var resumed = (await KilnProcess.RunAsync(folder.Path, "train", "cnn", "--resume", "killed", "--json")).ShouldExitWith(0);
        resumed.Json("start").GetProperty("resumed").GetBoolean().ShouldBeTrue();
        RunOfTheProgram.Parameters(folder["killed"]).ShouldBe(RunOfTheProgram.Parameters(folder["whole"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--cv 3")]
    [InlineData("--search grid.json")]
    [InlineData("--json")]
    public async Task Control_c_ends_a_fit_with_one_line_and_leaves_neither_model_nor_predictions(string more)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends a Unix signal");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["train.csv"], "a,y\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i * i % 7},{(i % 3 == 0 ? "p" : "n")}\n")));
        File.WriteAllText(folder["grid.json"], """{"alpha": [0.1, 0.2]}""");

        // Epochs without end: the fit cannot be over before the signal comes.
        using var running = KilnProcess.StartLine(folder.Path, $"exec {KilnProcess.Command} fit sgd-classifier --train train.csv --target y --set max_iter=2000000000 tol=none "
            + $"--out deep/model --predictions p.csv --report r.html {more} > log.txt 2> error.txt");
        await running.WaitUntilAsync(() => new[] { "log.txt", "error.txt" }.Any(name => File.Exists(folder[name]) && File.ReadAllText(folder[name]).Contains("read in", StringComparison.Ordinal)));
        running.PressControlC();
        (await running.FinishAsync()).ShouldExitWith(130);
        File.ReadAllText(folder["error.txt"]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Last().ShouldBe("kiln: stopped.");
        Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order().ShouldBe(["error.txt", "grid.json", "log.txt", "train.csv"]);
    }
}
