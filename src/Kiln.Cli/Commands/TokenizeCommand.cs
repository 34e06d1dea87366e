using System.CommandLine;

namespace Kiln.Cli;

/// <summary><c>kiln tokenize --tokenizer PATH</c>: texts to ids and back, a line at a time.</summary>
internal static class TokenizeCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CommonOptions common)
    {
        var tokenizer = new Option<string>("--tokenizer") { Description = $"The tokenizer: {TokenizerPlace.Kinds}.", HelpName = "PATH", Required = true };
        var text = new Option<string?>("--text") { Description = "A text, taken as one whatever lines it has.", HelpName = "S" };
        var file = new Option<string?>("--file") { Description = "A file of which each line is a text (default: standard input).", HelpName = "F" };
        var decode = new Option<bool>("--decode") { Description = "The input is ids; write the text that they stand for." };
        var noSpecials = new Option<bool>("--no-special-tokens") { Description = "Add no special tokens such as [CLS]; with --decode, leave them out." };
        var offsets = new Option<bool>("--offsets") { Description = "Say of each token where in its text it stands, in code points: id:start-end." };
        var command = new Command("tokenize", "Turn texts into the ids of a language model's tokenizer, and back: a line for each line.");
        foreach (var option in new Option[] { tokenizer, text, file, decode, noSpecials, offsets })
        {
            command.Options.Add(option);
        }

        command.AddCheck(result =>
        {
            if (result.GetValue(text) is not null && result.GetValue(file) is not null)
            {
                result.AddError("--text and --file do not go together: give one of them, or neither to read standard input.");
            }

            if (result.GetValue(decode) && result.GetValue(offsets))
            {
                result.AddError("--offsets does not go with --decode: ids alone do not say where in a text they stood.");
            }
        });
        command.SetAction(result => Run(
            common.Open(result), common.Error, result.GetValue(tokenizer)!, result.GetValue(text), result.GetValue(file),
            new TokenLineSettings(result.GetValue(decode), SpecialTokens: !result.GetValue(noSpecials), result.GetValue(offsets))));
        return command;
    }

    private static int Run(Screen screen, TextWriter error, string path, string? text, string? file, TokenLineSettings settings)
    {
        var tokenizer = TokenizerPlace.Load("--tokenizer", path);
        if (text is not null)
        {
            using var only = new TokenLines(screen, tokenizer, settings, atOnce: true);
            only.Answer(text, line: null);
            return ExitCodes.Good;
        }

        if (file is null && !Console.IsInputRedirected)
        {
            error.WriteLine(OperatingSystem.IsWindows() ? "Type lines; Ctrl-Z and Enter end." : "Type lines; Ctrl-D ends.");
        }

        using var reader = file is null ? TextFile.OpenStandardInput() : TextFile.Open("--file", file);
        using var lines = new TokenLines(screen, tokenizer, settings, atOnce: file is null || screen.IsLive);
        for (var number = 1L; reader.ReadLine() is { } line; number++)
        {
            lines.Answer(line, number);
        }

        return ExitCodes.Good;
    }
}
