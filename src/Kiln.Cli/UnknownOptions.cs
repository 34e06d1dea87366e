using System.CommandLine;
using System.CommandLine.Parsing;

using Kiln.Data;

namespace Kiln.Cli;

/// <summary>
/// Finds options that do not exist. The parser takes such a word for a value wherever one may stand (after --drop, as the estimator's name), so that
/// <c>--otu</c> would be a column to leave out; a value that begins with two dashes is asked about instead.
/// </summary>
internal static class UnknownOptions
{
    /// <summary>What is wrong; null when every option exists.</summary>
    public static string? In(ParseResult parsed)
    {
        var tokens = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash);
        if (tokens.FirstOrDefault(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal) && token.Value.Length > 2) is not { } unknown)
        {
            return null;
        }

        var name = unknown.Value.Split('=', ':')[0];
        return $"there is no option {name}; {NearNames.Hint(name, Names(parsed.CommandResult), "there are")}";
    }

    private static string[] Names(CommandResult command)
    {
        var own = command.Command.Options.Select(option => option.Name);
        var inherited = new List<string>();
        for (var parent = command.Parent as CommandResult; parent is not null; parent = parent.Parent as CommandResult)
        {
            inherited.AddRange(parent.Command.Options.Where(option => option.Recursive).Select(option => option.Name));
        }

        return [.. own.Concat(inherited).Where(name => name.StartsWith("--", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];
    }
}
