using System.CommandLine;
using System.CommandLine.Parsing;

namespace Kiln.Cli;

/// <summary><c>--data</c> and <c>--data-dir</c>.</summary>
/// <param name="defaultIs">What the help says about leaving --data out.</param>
internal sealed class DataOptions(string defaultIs)
{
    private readonly Option<string?> _data = new Option<string?>("--data")
    {
        Description = $"The images: digits (drawn by the program), mnist or fashion-mnist (default: {defaultIs}).",
        HelpName = string.Join('|', DataKinds.Names),
    }.AcceptOnlyFromAmong([.. DataKinds.Names]);

    private readonly Option<string?> _folder = new("--data-dir")
    {
        Description = "The folder with the four idx files of mnist or fashion-mnist, plain or .gz (default: they are downloaded, once).",
        HelpName = "DIR",
    };

    /// <summary>Registers the options; drawn images take no folder.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_data);
        command.Options.Add(_folder);
        command.Validators.Add(Check);
    }

    /// <summary>The set that was asked for, or <see langword="null"/>.</summary>
    public DataKind? Kind(ParseResult result) => result.GetValue(_data) is { } name ? DataKinds.Parse(name) : null;

    /// <summary>The folder that was named, in full, or <see langword="null"/>.</summary>
    public string? Folder(ParseResult result) => result.GetValue(_folder) is { } folder ? Path.GetFullPath(folder) : null;

    private void Check(CommandResult result)
    {
        if (result.GetResult(_data) is not { Tokens: [{ Value: var name }] } || DataKinds.Parse(name) is not { } kind)
        {
            return;
        }

        if (!DataKinds.HasFiles(kind) && result.GetResult(_folder) is { Tokens.Count: 1 })
        {
            result.AddError($"--data {name} takes no --data-dir: the program draws these images itself.");
        }
    }
}
