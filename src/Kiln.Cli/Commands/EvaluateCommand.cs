using System.CommandLine;

namespace Kiln.Cli;

/// <summary><c>kiln evaluate RUN</c>: measures a trained network on test images.</summary>
internal static class EvaluateCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CommonOptions common)
    {
        var run = new Argument<string>("RUN") { Description = "The folder of a run." };
        var data = new DataOptions("the run's own test images");
        var batchSize = WholeNumber.Option("--batch-size", "Images at a time (default: 256).", 1, 65_536);
        var command = new Command("evaluate", "Measure a trained network on test images: accuracy, confusion matrix, some pictures.");
        command.Arguments.Add(run);
        data.AddTo(command);
        command.Options.Add(batchSize);
        command.SetAction(result =>
        {
            using var stop = new StopSignal(common.Error);
            return Run(
                common.Open(result), RunFolder.Open(result.GetValue(run)!), data.Kind(result), data.Folder(result), result.GetValue(batchSize) ?? 256, stop);
        });
        return command;
    }

    private static int Run(Screen screen, RunFolder folder, DataKind? kind, string? dataFolder, int batchSize, StopSignal stop)
    {
        var settings = folder.LoadSettings();
        var network = folder.LoadNetwork();
        var of = settings with { Data = kind ?? settings.Data, DataFolder = dataFolder ?? (kind is null || kind == settings.Data ? settings.DataFolder : null) };
        of = of with
        {
            TrainSize = of.Data == DataKind.Digits ? 0 : null, // None is drawn; all of a set are in one file anyway.
            TestSize = of.Data == settings.Data && dataFolder is null ? settings.TestSize : null,
        };
        screen.Paragraph($"Evaluating {folder.Typed} on {DataKinds.NameOf(of.Data)}{(of.DataFolder is { } from && DataKinds.HasFiles(of.Data) ? $" from {Invocation.PathToType(from)}" : "")}.");
        var (_, test) = DataKinds.Load(of, screen, stop.Token);
        var examined = Examined.Run(network, test, batchSize, stop.Token);
        ExaminedView.Show(screen, examined);
        screen.Json?.Write("evaluation", json =>
        {
            json.WriteString("run", folder.Path);
            json.WriteString("data", DataKinds.NameOf(of.Data));
            ExaminedView.Write(json, examined);
        });
        return ExitCodes.Good;
    }
}
