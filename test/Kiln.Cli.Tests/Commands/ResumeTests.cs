namespace Kiln.Cli.Tests;

public class ResumeTests
{
    [Fact]
    public async Task A_finished_run_is_said_to_be_finished_and_is_not_overwritten()
    {
        using var folder = new TemporaryFolder();
        (await KilnProcess.RunAsync(folder.Path, ["quickstart", "--out", "run", .. RunOfTheProgram.Quick])).ShouldExitWith(0);
        var before = File.GetLastWriteTimeUtc(folder["run/model.safetensors"]);

        foreach (var epochs in new string[][] { [], ["--epochs", "1"] })
        {
            var again = (await KilnProcess.RunAsync(folder.Path, ["train", "cnn", "--resume", "run", .. epochs])).ShouldExitWith(0);
            again.Output.ShouldContain("run already has 1 epoch; give --epochs 2 or more to train further");
            again.Output.ShouldNotContain("Going on");
        }

        File.GetLastWriteTimeUtc(folder["run/model.safetensors"]).ShouldBe(before);
        (await KilnProcess.RunAsync(folder.Path, "train", "cnn", "--resume", "run", "--epochs", "2")).ShouldExitWith(0);
        var fewer = (await KilnProcess.RunAsync(folder.Path, "train", "cnn", "--resume", "run", "--epochs", "1")).ShouldExitWith(2);
        fewer.Error.ShouldContain("--epochs 1: run already has 2 epochs; give --epochs 3 or more");

        // Without its checkpoints the model must survive; without the model there is nothing to lose.
        Directory.Delete(folder["run/checkpoints"], recursive: true);
        var parameters = RunOfTheProgram.Parameters(folder["run"]);
        var refused = (await KilnProcess.RunAsync(folder.Path, "train", "cnn", "--resume", "run", "--epochs", "3")).ShouldExitWith(1);
        refused.Error.ShouldContain("no checkpoint to go on from");
        RunOfTheProgram.Parameters(folder["run"]).ShouldBe(parameters);
        File.Delete(folder["run/model.safetensors"]);
        var anew = (await KilnProcess.RunAsync(folder.Path, "train", "cnn", "--resume", "run")).ShouldExitWith(0);
        anew.Output.ShouldContain("run has no checkpoint yet: starting from the beginning.");
        RunOfTheProgram.Parameters(folder["run"]).ShouldBe(parameters);
    }

    [Fact]
    public async Task A_run_whose_last_checkpoint_cannot_be_written_still_gives_its_model()
    {
        using var folder = new TemporaryFolder();
        using var running = KilnProcess.Start(
            folder.Path, "quickstart", "--out", "run", "--train-size", "2000", "--test-size", "100", "--epochs", "3", "--batch-size", "32");
        await running.WaitUntilAsync(() => RunOfTheProgram.HasCheckpoint(folder["run"]));
        Directory.Move(folder["run/checkpoints"], folder["moved"]);
        await File.WriteAllTextAsync(folder["run/checkpoints"], "in the way", TestContext.Current.CancellationToken);

        var run = (await running.FinishAsync()).ShouldExitWith(0);
        run.Output.ShouldContain("warning: the last checkpoint could not be saved; the trained network is.");
        run.Output.ShouldNotContain("Catch this exception");
        run.OutputLines.Count(line => line.Contains("epoch-0003 could not be written", StringComparison.Ordinal)).ShouldBe(1);
        File.Exists(folder["run/model.safetensors"]).ShouldBeTrue();
        File.Exists(folder["run/report.html"]).ShouldBeTrue();
        (await KilnProcess.RunAsync(folder.Path, "evaluate", "run")).ShouldExitWith(0);
    }
}
