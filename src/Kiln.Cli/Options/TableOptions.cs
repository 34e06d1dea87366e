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

    private readonly Option<string[]> _text = Columns("--text", "Columns that are text although they look like numbers, such as post codes: --text zip,plate.");
    private readonly Option<string[]> _drop = Columns("--drop", "Columns to leave out, such as row numbers: --drop id,name.");

    /// <summary>Registers the options on a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_text);
        command.Options.Add(_drop);
        AddSeparatorTo(command);
    }

    /// <summary>Registers <c>--separator</c> alone: the rest is known from the fit.</summary>
    public void AddSeparatorTo(Command command) => command.Options.Add(_separator);

    /// <summary>Says in the command's words that a table is not there or may not be read.</summary>
    /// <exception cref="UserException">There is no such file, or it cannot be opened.</exception>
    public static void MustBeReadable(string path)
    {
        if (!File.Exists(path))
        {
            throw new UserException(Directory.Exists(path) ? $"{path}: this is a folder; name a table (CSV)." : $"{path}: there is no such file.");
        }

        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1))
            {
            }
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UserException($"{path}: the file may not be read; change its permissions.", error);
        }
    }

    /// <summary>How to read.</summary>
    public CsvOptions Reading(ParseResult result) => new()
    {
        Separator = result.GetValue(_separator),
        TextColumns = result.GetValue(_text) ?? [],
        SkippedColumns = result.GetValue(_drop) ?? [],
    };

    private static Option<string[]> Columns(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "COLUMN",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };
}
