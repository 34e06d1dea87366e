using System.CommandLine;

namespace Kiln.Cli;

/// <summary><c>kiln tokenizer</c>: what can be done with a tokenizer itself, a subcommand each.</summary>
internal static class TokenizerCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CommonOptions common)
    {
        var command = new Command("tokenizer", "Look at a tokenizer, convert it to tokenizer.json, or train one on texts.");
        command.Subcommands.Add(TokenizerInfoCommand.Create(common));
        command.Subcommands.Add(TokenizerConvertCommand.Create(common));
        command.Subcommands.Add(TokenizerTrainCommand.Create(common));
        return command;
    }

    /// <summary>The argument that names a tokenizer.</summary>
    public static Argument<string> Place() => new("PATH") { Description = $"The tokenizer: {TokenizerPlace.Kinds}." };
}
