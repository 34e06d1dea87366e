using System.CommandLine;

using Kiln.Data;

namespace Kiln.Cli;

/// <summary>How tables are read: what a file does not say by itself.</summary>
internal sealed class TableOptions
{
    private static readonly Dictionary<string, char> s_named = new(StringComparer.OrdinalIgnoreCase)
    {
        ["comma"] = ',',
        ["semicolon"] = ';',
        ["tab"] = '\t',
        ["space"] = ' ',
        ["bar"] = '|',
    };

    private readonly Option<char?> _separator = new("--separator")
    {
        Description = "What stands between two values: a character, or comma, semicolon, tab, space, bar (default: found out).",
        HelpName = "C",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (s_named.TryGetValue(text, out var named))
            {
                return named;
            }

            if (text.Length == 1)
            {
                return text[0];
            }

            result.AddError($"--separator: expected one character, or one of {string.Join(", ", s_named.Keys)}; given '{text}'.");
            return null;
        },
    };

    private readonly Option<char?> _decimal = new("--decimal")
    {
        Description = "What stands before the fraction of a number: a point, or a comma as in much of Europe: --decimal , (default: a point).",
        HelpName = "C",
        CustomParser = result =>
        {
            switch (result.Tokens[0].Value)
            {
                case "." or "point":
                    return '.';
                case "," or "comma":
                    return ',';
                default:
                    result.AddError($"--decimal: expected a point or a comma; given '{result.Tokens[0].Value}'.");
                    return null;
            }
        },
    };

    private readonly Option<string[]> _text = Columns("--text", "Columns that are text although they look like numbers, such as post codes: --text zip,plate.");
    private readonly Option<string[]> _drop = Columns("--drop", "Columns to leave out, such as row numbers: --drop id,name.");

    /// <summary>Registers the options on a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_text);
        command.Options.Add(_drop);
        AddFormTo(command);
    }

    /// <summary>Registers <c>--separator</c> and <c>--decimal</c> alone: the rest is known from the fit.</summary>
    public void AddFormTo(Command command)
    {
        command.Options.Add(_separator);
        command.Options.Add(_decimal);
    }

    /// <summary>How to read.</summary>
    public CsvOptions Reading(ParseResult result) => new()
    {
        Separator = result.GetValue(_separator),
        TextColumns = result.GetValue(_text) ?? [],
        SkippedColumns = result.GetValue(_drop) ?? [],
        DecimalPoint = result.GetValue(_decimal) ?? '.',
    };

    private static Option<string[]> Columns(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "COLUMN",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };
}
