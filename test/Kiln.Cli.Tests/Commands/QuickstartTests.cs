namespace Kiln.Cli.Tests;

public class QuickstartTests
{
    [Fact]
    public async Task A_newcomer_sees_training_results_and_commands_that_work_when_pasted()
    {
        using var folder = new TemporaryFolder();
        var run = (await KilnProcess.RunAsync(folder.Path, ["quickstart", .. RunOfTheProgram.Quick])).ShouldExitWith(0);
        run.Error.ShouldBeEmpty();
        foreach (var part in new[] { "epoch 1/1  loss ", "validation", "Test accuracy", "true ╲ predicted", "recall", "█" })
        {
            run.Output.ShouldContain(part);
        }

        foreach (var name in new[] { "run.json", "config.json", "model.safetensors", "history.csv", "report.html", "samples/0.png" })
        {
            File.Exists(folder[$"runs/quickstart-1/{name}"]).ShouldBeTrue(name);
        }

        Directory.GetFiles(folder["runs/quickstart-1"], "events.out.tfevents.*").ShouldHaveSingleItem();
        File.ReadAllLines(folder["runs/quickstart-1/history.csv"]).Length.ShouldBe(2);
        var report = await File.ReadAllTextAsync(folder["runs/quickstart-1/report.html"], TestContext.Current.CancellationToken);
        report.ShouldContain("Confusion matrix");

        var commands = run.CommandsToPaste();
        commands.Count.ShouldBe(3);
        foreach (var command in commands)
        {
            (await KilnProcess.PasteAsync(folder.Path, command)).ShouldExitWith(0);
        }

        File.ReadAllLines(folder["runs/quickstart-1/history.csv"]).Length.ShouldBe(4, "the last command trains two epochs more");
    }

    [Fact]
    public async Task As_json_every_line_of_standard_output_is_an_object()
    {
        using var folder = new TemporaryFolder();
        var run = (await KilnProcess.RunAsync(folder.Path, ["quickstart", "--json", "--out", "my run", .. RunOfTheProgram.Quick])).ShouldExitWith(0);
        run.Json().Select(line => line.GetProperty("type").GetString()).ShouldBe(["start", "epoch", "result"]);
        run.Error.ShouldContain("Test accuracy");

        var result = run.Json("result");
        result.GetProperty("accuracy").GetDouble().ShouldBeInRange(0, 1);
        result.GetProperty("test_images").GetInt32().ShouldBe(100);
        result.GetProperty("run").GetString().ShouldBe(folder["my run"]);
        result.GetProperty("confusion").EnumerateArray().Sum(row => row.EnumerateArray().Sum(count => count.GetInt32())).ShouldBe(100);
        foreach (var command in result.GetProperty("next").EnumerateArray().Take(2))
        {
            (await KilnProcess.PasteAsync(folder.Path, command.GetString()!)).ShouldExitWith(0);
        }
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_parameters_for_any_number_of_threads()
    {
        using var folder = new TemporaryFolder();
        foreach (var threads in new[] { "1", "2", "4" })
        {
            (await KilnProcess.RunAsync(folder.Path, ["quickstart", "--out", threads, "--threads", threads, .. RunOfTheProgram.Quick])).ShouldExitWith(0);
            RunOfTheProgram.Parameters(folder[threads]).ShouldBe(RunOfTheProgram.Parameters(folder["1"]));
        }

        (await KilnProcess.RunAsync(folder.Path, ["quickstart", "--out", "other", "--seed", "7", .. RunOfTheProgram.Quick])).ShouldExitWith(0);
        RunOfTheProgram.Parameters(folder["other"]).ShouldNotBe(RunOfTheProgram.Parameters(folder["1"]));
    }
}
