using System.CommandLine;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

using Kiln.Numerics;
using Kiln.Tokenizers;

namespace Kiln.Cli;

/// <summary><c>kiln tokenizer train --model bpe --vocab-size N --out F files…</c>: makes a vocabulary of texts.</summary>
internal static class TokenizerTrainCommand
{
    private const int MostTokens = 10_000_000;

    /// <summary>Builds the command.</summary>
    public static Command Create(CommonOptions common)
    {
        var files = new Argument<string[]>("FILES") { Description = "Files of text in UTF-8; each line is a text.", Arity = ArgumentArity.OneOrMore };
        var model = new Option<string>("--model") { Description = "bpe (of bytes, as GPT-2) or wordpiece (as BERT).", HelpName = "MODEL", Required = true };
        var size = WholeNumber.Option("--vocab-size", "How many tokens at most (default: 30,000).", 1, MostTokens);
        var output = new Option<string>("--out") { Description = "The file to write; one that is there is replaced.", HelpName = "tokenizer.json", Required = true };
        var frequency = WholeNumber.Option("--min-frequency", "How often a pair must stand in the texts to become a token (default: 1).", 1);
        var special = new Option<string[]>("--special") { Description = "A special token; may come again. WordPiece has those of BERT anyway.", HelpName = "TOKEN" };
        var cased = new Option<bool>("--cased") { Description = "Tell capital letters apart (wordpiece; bpe always does)." };
        var command = new Command("train", "Train a vocabulary on files of text. The same texts and settings give the same tokenizer, on any number of threads.");
        command.Arguments.Add(files);
        foreach (var option in new Option[] { model, size, output, frequency, special, cased })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(model) is { } name and not (VocabularyRecipe.Bpe or VocabularyRecipe.WordPiece))
            {
                result.AddError($"--model: expected {VocabularyRecipe.Bpe} or {VocabularyRecipe.WordPiece}, given '{name}'.");
            }
        });
        command.SetAction(result =>
        {
            var screen = common.Open(result);
            var kind = result.GetValue(model)!;
            var options = new TokenizerTrainingOptions
            {
                VocabularySize = result.GetValue(size) ?? new TokenizerTrainingOptions().VocabularySize,
                MinFrequency = result.GetValue(frequency) ?? 1,
                SpecialTokens = VocabularyRecipe.SpecialTokens(kind, result.GetValue(special) ?? []),
                Threads = WorkerTeam.ThreadCount,
            };
            using var stop = new StopSignal(common.Error);
            return Run(screen, kind, options, result.GetValue(cased), result.GetValue(files)!, result.GetValue(output)!, stop.Token);
        });
        return command;
    }

    private static int Run(Screen screen, string model, TokenizerTrainingOptions options, bool cased, string[] files, string output, CancellationToken cancellation)
    {
        Check(model, options, files, output);
        screen.Paragraph($"Training {model}, up to {Numbers.Count(options.VocabularySize)} tokens, on {(files.Length == 1 ? "1 file" : $"{Numbers.Count(files.Length)} files")}.");
        var began = Stopwatch.GetTimestamp();
        var tokenizer = Train(screen, model, options, cased, files, cancellation);
        cancellation.ThrowIfCancellationRequested();
        tokenizer.Save(output);
        var (time, count) = (Stopwatch.GetElapsedTime(began), tokenizer.VocabularySize);
        screen.Paragraph($"{Numbers.Count(count)} tokens in {Numbers.Seconds(time)}, written to {Invocation.PathToType(output)}.");
        if (count < options.VocabularySize)
        {
            screen.Paragraph($"That is fewer than {Numbers.Count(options.VocabularySize)}: the texts have no further pair that is frequent enough.");
        }

        screen.Line($"Try it: {Invocation.CommandLine("tokenize", "--tokenizer", Invocation.PathToType(output), "--text", "Hello world")}");
        screen.Json?.Write("trained", writer =>
        {
            writer.WriteString("out", output);
            writer.WriteString("kind", tokenizer.Model.Kind);
            writer.WriteNumber("vocabulary_size", count);
            writer.WriteNumber("seconds", time.TotalSeconds);
        });
        return ExitCodes.Good;
    }

    // What would end the work late is found out before it.
    private static void Check(string model, TokenizerTrainingOptions options, string[] files, string output)
    {
        var least = VocabularyRecipe.LeastSize(model, options.SpecialTokens.Count);
        if (options.VocabularySize < least)
        {
            var begins = model == VocabularyRecipe.Bpe
                ? $"the 256 bytes and {options.SpecialTokens.Count} special ones"
                : $"{options.SpecialTokens.Count} special ones and a character";
            throw new UserException($"--vocab-size {options.VocabularySize}: {model} begins with {least} tokens ({begins}); give {least} or more.") { IsWrongUse = true };
        }

        OutputPlace.Check("--out", output);
        foreach (var file in files)
        {
            TextFile.Open("FILES", file).Dispose();
            if (Path.GetFullPath(file) == Path.GetFullPath(output))
            {
                throw new UserException($"--out {output}: this is one of the texts, and would be replaced; name another file.") { IsWrongUse = true };
            }
        }
    }

    private static Tokenizer Train(Screen screen, string model, TokenizerTrainingOptions options, bool cased, string[] files, CancellationToken cancellation)
    {
        using var progress = new VocabularyProgress(screen);
        var hasText = false;
        var lines = TokenizerTrainer.ReadLines(files).Select(line =>
        {
            hasText = true;
            return line;
        });
        try
        {
            var tokenizer = VocabularyRecipe.Train(model, lines, cased, options with { Progress = progress }, cancellation);
            return hasText ? tokenizer : throw new UserException(files.Length == 1 ? $"{files[0]} is empty: there is nothing to learn from." : "the files are empty: there is nothing to learn from.");
        }
        catch (AggregateException several)
        {
            // Threads that count words fail together; one reason is enough.
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
            throw;
        }
    }
}
