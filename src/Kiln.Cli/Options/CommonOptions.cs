using System.CommandLine;

using Kiln.Numerics;

namespace Kiln.Cli;

/// <summary>The options that every command takes, and the screen that follows from them.</summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
internal sealed class CommonOptions(TextWriter output, TextWriter error)
{
    private readonly Option<bool> _json = new("--json")
    {
        Description = "Write results to standard output as JSON, one object per line, and everything else to standard error.",
        Recursive = true,
    };

    private readonly Option<int?> _threads = WholeNumber.Option(
        "--threads",
        $"How many threads compute, 1 to {WorkerTeam.MaxThreads} (default: one per processor). Results do not depend on it.",
        1,
        WorkerTeam.MaxThreads);

    /// <summary>Standard error.</summary>
    public TextWriter Error => error;

    /// <summary>Registers the options on the root command; the commands below inherit them.</summary>
    public void AddTo(Command root)
    {
        _threads.Recursive = true;
        root.Options.Add(_json);
        root.Options.Add(_threads);
    }

    /// <summary>Applies <c>--threads</c> and opens the screen for one run of a command.</summary>
    public Screen Open(ParseResult result)
    {
        if (result.GetValue(_threads) is { } threads)
        {
            WorkerTeam.ThreadCount = threads;
        }

        return Screen.Open(output, error, result.GetValue(_json));
    }
}
