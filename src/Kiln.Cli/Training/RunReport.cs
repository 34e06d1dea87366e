using System.Globalization;

using Kiln.Evaluation;
using Kiln.Tensors;

namespace Kiln.Cli;

/// <summary>Writes report.html of a run.</summary>
internal static class RunReport
{
    /// <summary>Writes the page.</summary>
    /// <param name="result">The run.</param>
    /// <param name="input">The shape of a picture.</param>
    /// <param name="mistakes">The worst mistakes, worst first.</param>
    public static void Write(RunResult result, Shape input, IReadOnlyList<Mistake> mistakes)
    {
        var (settings, examined) = (result.Settings, result.Examined);
        var machine = Machine.Look();
        new TrainingReport
        {
            Title = $"{result.Folder.Typed}: {DataKinds.NameOf(settings.Data)}",
            Subtitle = $"A convolutional network, trained for {settings.Epochs} epochs; {DateTime.Now.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)}",
            Headlines =
            [
                new("test accuracy", Numbers.Percent(examined.Accuracy), $"{Numbers.Count(examined.Confusion.Correct)} of {Numbers.Count(examined.Confusion.Total)} images"),
                new("test loss", Numbers.Loss(examined.Loss), "mean cross-entropy"),
                new("parameters", Numbers.Count(result.Network.CountParameters())),
                new("time", Numbers.Seconds(result.Duration), "of the last command"),
            ],
            History = HistoryTable.Load(result.Folder.History),
            Monitor = "val_accuracy",
            Confusion = examined.Confusion,
            Mistakes = mistakes,
            NetworkSummary = result.Network.Summary(input),
            Configuration = Configuration(settings),
            Environment =
            [
                new("kiln", machine.KilnVersion),
                new("runtime", machine.Runtime),
                new("system", $"{machine.System}, {machine.Architecture}"),
                new("processor", $"{machine.Processor}, {machine.Processors} processors"),
                new("instruction set", machine.InstructionSet.ToString()),
                new("threads", Numbers.Count(machine.Threads)),
            ],
            Commands = result.NextCommands,
        }.Write(result.Folder.Report);
    }

    private static List<KeyValuePair<string, string>> Configuration(RunSettings settings)
    {
        List<KeyValuePair<string, string>> rows = [new("data", DataKinds.NameOf(settings.Data))];
        if (settings.DataFolder is { } folder)
        {
            rows.Add(new("folder", folder));
        }

        if (settings is { TrainSize: not null } or { TestSize: not null })
        {
            static string Size(int? size) => size is { } count ? Numbers.Count(count) : "all";
            var name = settings.Data == DataKind.Digits ? "images drawn" : "first images used";
            rows.Add(new(name, $"{Size(settings.TrainSize)} to train and validate, {Size(settings.TestSize)} to test"));
        }

        rows.Add(new("epochs", Numbers.Count(settings.Epochs)));
        rows.Add(new("batch size", Numbers.Count(settings.BatchSize)));
        rows.Add(new("optimizer", string.Create(CultureInfo.InvariantCulture, $"Adam, learning rate {settings.LearningRate}")));
        rows.Add(new("seed", settings.Seed.ToString(CultureInfo.InvariantCulture)));
        return rows;
    }
}
