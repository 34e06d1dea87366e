using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kiln.Cli;

/// <summary>Checks of options that hang together.</summary>
internal static class CommandChecks
{
    /// <summary>Adds a check that reads the values of options. It is left out when one of them has no value or cannot be read: that mistake is told by itself.</summary>
    public static void AddCheck(this Command command, Action<CommandResult> check) => command.Validators.Add(result =>
    {
        try
        {
            check(result);
        }
        catch (InvalidOperationException)
        {
            // What a value that does not parse is asked for throws; the parser has its own words for it.
        }
    });
}
