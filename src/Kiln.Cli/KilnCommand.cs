using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Kiln.Cli;

/// <summary>The root of the command line: registers each command, parses, runs, and turns what happens into an exit code.</summary>
internal static class KilnCommand
{
    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The arguments after the program's name.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        var parsed = Build(output, error).Parse(arguments);
        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // Ctrl-C is ours: it saves a checkpoint first.
        };
        var json = arguments.Contains("--json") ? new JsonLines(output) : null;
        if ((UnknownOptions.In(parsed) ?? RepeatedOptions.In(parsed)) is { } wrong)
        {
            return WrongUse(wrong);
        }

        if (parsed.Action is ParseErrorAction wrongUse)
        {
            using var lines = new StringWriter(); // Both streams: standard output is for results.
            wrongUse.ShowHelp = false;
            configuration.Output = lines;
            configuration.Error = lines;
            parsed.Invoke(configuration);
            return WrongUse(string.Join('\n', lines.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
        }

        try
        {
            return parsed.Invoke(configuration);
        }
        catch (Exception failure)
        {
            return FailureReport.Write(failure, error, json, hasBatches: parsed.CommandResult.Command.Options.Any(option => option.Name == "--batch-size"));
        }

        int WrongUse(string message)
        {
            error.WriteLine($"kiln: {Printable.Message(message)}");
            FailureReport.Tell(json, message);
            error.WriteLine($"See: {Invocation.Program}{CommandPath(parsed.CommandResult)} --help");
            return ExitCodes.WrongUse;
        }
    }

    private static Command Build(TextWriter output, TextWriter error)
    {
        // A plain command, because a RootCommand takes its name from the binary.
        var root = new Command(Invocation.Program.Any(char.IsWhiteSpace) ? "kiln" : Invocation.Program, "Kiln trains, evaluates and runs machine-learning models: C# all the way down, no native library.");
        var help = new HelpOption();
        if (help.Action is HelpAction action && !ReferenceEquals(output, Console.Out))
        {
            action.MaxWidth = int.MaxValue; // What is no terminal has no width to wrap to.
        }

        root.Options.Add(help);
        root.Options.Add(new VersionOption());
        var common = new CommonOptions(output, error);
        common.AddTo(root);
        root.Subcommands.Add(QuickstartCommand.Create(common));
        root.Subcommands.Add(TrainCommand.Create(common));
        root.Subcommands.Add(FitCommand.Create(common));
        root.Subcommands.Add(EvaluateCommand.Create(common));
        root.Subcommands.Add(PredictCommand.Create(common));
        root.Subcommands.Add(TokenizeCommand.Create(common));
        root.Subcommands.Add(TokenizerCommand.Create(common));
        root.Subcommands.Add(BenchCommand.Create(common));
        root.Subcommands.Add(InfoCommand.Create(common));
        root.SetAction(result =>
        {
            // `kiln` alone is a question, not a mistake: answer with the help.
            new HelpAction().Invoke(result);
            return ExitCodes.Good;
        });
        return root;
    }

    private static string CommandPath(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{CommandPath(parent)} {command.Command.Name}" : "";
}
