using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kiln.Cli;

/// <summary>Finds options of one value that are given more than once: which one is meant cannot be known, and the parser's own words name no values.</summary>
internal static class RepeatedOptions
{
    /// <summary>What is wrong; null when nothing is.</summary>
    public static string? In(ParseResult parsed)
    {
        for (var command = parsed.CommandResult; command is not null; command = command.Parent as CommandResult)
        {
            if (command.Children.OfType<OptionResult>().FirstOrDefault(option => option.Option.Arity.MaximumNumberOfValues == 1 && option.Tokens.Count > 1) is { } option)
            {
                var times = option.Tokens.Count == 2 ? "twice" : $"{option.Tokens.Count} times";
                return $"{option.Option.Name} is given {times}: {string.Join(", ", option.Tokens.Select(token => token.Value))}. Give it once.";
            }
        }

        return null;
    }
}
