using System.CommandLine;

namespace Kiln.Cli;

/// <summary><c>kiln train</c>: the models that can be trained, a subcommand each.</summary>
internal static class TrainCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CommonOptions common)
    {
        var command = new Command("train", "Train a model.");
        command.Subcommands.Add(TrainCnnCommand.Create(common));
        return command;
    }
}
