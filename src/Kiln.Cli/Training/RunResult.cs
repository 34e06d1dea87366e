using Kiln.Evaluation;
using Kiln.Neural;

namespace Kiln.Cli;

/// <summary>A run that has reached its end.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Network">The trained network.</param>
/// <param name="History">What was measured, epoch by epoch.</param>
/// <param name="Examined">What the network made of the test set.</param>
/// <param name="Duration">How long the command took.</param>
/// <param name="Samples">Pictures to try predictions on.</param>
internal sealed record RunResult(
    RunFolder Folder, RunSettings Settings, Module Network, History History, Examined Examined, TimeSpan Duration, IReadOnlyList<string> Samples)
{
    /// <summary>What to try next; each line works when it is pasted.</summary>
    public IReadOnlyList<SuggestedCommand> NextCommands =>
    [
        .. Samples.Take(1).Select(sample =>
            new SuggestedCommand("Ask the network about a picture", Invocation.CommandLine("predict", Folder.Typed, "--input", Invocation.PathToType(sample)))),
        new("Measure it again", Invocation.CommandLine("evaluate", Folder.Typed)),
        .. RunProgress.Checkpoints(Folder).TakeLast(1).Select(_ => // None is left where the disk was full.
            new SuggestedCommand("Train it further", Invocation.CommandLine("train", "cnn", "--resume", Folder.Typed, "--epochs", $"{Settings.Epochs + 2}"))),
    ];
}
