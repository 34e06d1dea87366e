using System.CommandLine;

namespace Kiln.Cli;

/// <summary><c>kiln quickstart</c>: trains a network on digits that the program draws, and shows what it learned.</summary>
internal static class QuickstartCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CommonOptions common)
    {
        var training = new TrainingOptions();
        var command = new Command("quickstart", "Train a first network on digits that the program draws itself, and see what it learned.");
        training.AddTo(command);
        command.SetAction(result => training.Run(
            result, common.Open(result), common.Error, () => training.Apply(result, new RunSettings { Name = "quickstart" })));
        return command;
    }
}
