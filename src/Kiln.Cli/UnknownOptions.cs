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
    // What is no name of an option is this one's value, however it begins; --text=--json gives one that is.
    private const string FreeText = "--text";

    /// <summary>What is wrong; null when every option exists.</summary>
    public static string? In(ParseResult parsed)
    {
        Token[] tokens = [.. parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)];
        var at = Array.FindIndex(tokens, token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal) && token.Value.Length > 2);
        while (at > 0 && tokens[at - 1] is { Type: TokenType.Option, Value: FreeText })
        {
            at = Array.FindIndex(tokens, at + 1, token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal) && token.Value.Length > 2);
        }

        if (at < 0)
        {
            return null;
        }

        var unknown = tokens[at];

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
