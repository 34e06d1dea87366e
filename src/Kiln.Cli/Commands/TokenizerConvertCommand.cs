using System.CommandLine;
using Kiln.Tokenizers;

namespace Kiln.Cli;

/// <summary><c>kiln tokenizer convert PATH --out tokenizer.json</c>: writes a tokenizer of any kind in the form that others read too.</summary>
internal static class TokenizerConvertCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(CommonOptions common)
    {
        var path = TokenizerCommand.Place();
        var output = new Option<string>("--out") { Description = "The file to write; one that is there is replaced.", HelpName = "tokenizer.json", Required = true };
        var command = new Command("convert", "Write a tokenizer of any kind as tokenizer.json, which Hugging Face's tokenizers read.");
        command.Arguments.Add(path);
        command.Options.Add(output);
        command.SetAction(result => Run(
            TokenizerPlace.ScreenBeside(common.Open(result), result.GetValue(output)!, common.Error), result.GetValue(path)!, result.GetValue(output)!));
        return command;
    }

    private static int Run(Screen screen, string path, string output)
    {
        TokenizerPlace.CheckOutput("--out", output, path);
        var tokenizer = TokenizerPlace.Load("PATH", path);
        tokenizer.Save(output);
        foreach (var loss in Losses(tokenizer, path))
        {
            screen.Warn(loss);
        }

        screen.Paragraph($"{tokenizer.Model.Kind}, {Numbers.Count(tokenizer.VocabularySize)} tokens, written to {Invocation.PathToType(output)}.");
        screen.Json?.Write("converted", writer =>
        {
            writer.WriteString("out", output);
            writer.WriteString("kind", tokenizer.Model.Kind);
            writer.WriteNumber("vocabulary_size", tokenizer.VocabularySize);
        });
        return ExitCodes.Good;
    }

    // What the format cannot say of a tokenizer: Kiln reads it back, other programs pass over it.
    private static IEnumerable<string> Losses(Tokenizer tokenizer, string path)
    {
        string[] unwritten = [.. tokenizer.Parts.AddedTokens.Where(token => !token.MatchesText).Select(token => PlainText.Of(token.Content))];
        if (unwritten.Length > 0)
        {
            yield return $"programs other than Kiln know no tokens that texts cannot write: there a text that reads {string.Join(", ", unwritten.Take(3))}{(unwritten.Length > 3 ? " …" : "")} becomes that token, and plain pieces with {path}.";
        }

        if (tokenizer.Model is SentencePieceWordModel words)
        {
            yield return words.ByteFallback
                ? $"programs other than Kiln know no models of whole words that fall back to bytes: there a character of an unknown word that is a piece itself becomes that piece, and bytes with {path}."
                : $"programs other than Kiln know no models of whole words as SentencePiece's: there each unknown word is a token, and with {path} those that follow one another are one.";
        }

        // With bytes nothing that is encoded is unknown.
        if (unwritten.Length > 0 && tokenizer.Model is SentencePieceWordModel { ByteFallback: false } or SentencePieceBpeModel { ByteFallback: false } or UnigramModel { ByteFallback: false })
        {
            yield return $"programs other than Kiln decode what is unknown to nothing or to the name of its token, and not to the sign that {path} has for it.";
        }
    }
}
