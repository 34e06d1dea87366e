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
        var model = new Option<string>("--model") { Description = "bpe (of bytes, as GPT-2), wordpiece (as BERT) or unigram (as SentencePiece).", HelpName = "MODEL", Required = true };
        var size = WholeNumber.Option("--vocab-size", "How many tokens at most (default: 30,000; unigram: 8,000).", 1, MostTokens);
        var output = new Option<string>("--out") { Description = "The file to write; one that is there is replaced.", HelpName = "tokenizer.json", Required = true };
        var frequency = WholeNumber.Option("--min-frequency", "How often a pair must stand in the texts to become a token (default: 1; not for unigram).", 1);
        var special = new Option<string[]>("--special") { Description = "A special token; may come again. WordPiece has those of BERT anyway, unigram <unk>, <s> and </s>.", HelpName = "TOKEN" };
        var cased = new Option<bool>("--cased") { Description = "Tell capital letters apart (wordpiece; the others always do)." };
        var coverage = new Option<double?>("--character-coverage") { Description = "Which part of all characters must be known, up to 1 (unigram; default: 0.9995).", HelpName = "P" };
        var bytes = new Option<bool>("--byte-fallback") { Description = "Write characters that the vocabulary lacks in bytes (unigram; bpe always does)." };
        var command = new Command("train", "Train a vocabulary on files of text. The same texts and settings give the same tokenizer, on any number of threads.");
        command.Arguments.Add(files);
        foreach (var option in new Option[] { model, size, output, frequency, special, cased, coverage, bytes })
        {
            command.Options.Add(option);
        }

        command.AddCheck(result =>
        {
            var name = result.GetValue(model);
            if (name is not null && !VocabularyRecipe.Models.Contains(name))
            {
                result.AddError($"--model: expected {VocabularyRecipe.Bpe}, {VocabularyRecipe.WordPiece} or {VocabularyRecipe.Unigram}, given '{name}'.");
            }

            var isUnigram = name == VocabularyRecipe.Unigram;
            if (result.GetValue(coverage) is { } part && (!isUnigram || part is not (> 0 and <= 1)))
            {
                result.AddError(isUnigram ? $"--character-coverage: expected more than 0 and at most 1, given {part}." : $"--character-coverage is for {VocabularyRecipe.Unigram}, not for '{name}'.");
            }

            if (result.GetValue(bytes) && !isUnigram)
            {
                result.AddError($"--byte-fallback is for {VocabularyRecipe.Unigram}, not for '{name}'.");
            }

            if (result.GetValue(cased) && isUnigram)
            {
                result.AddError($"--cased is for {VocabularyRecipe.WordPiece}; {VocabularyRecipe.Unigram} always tells capital letters apart.");
            }

            if (isUnigram && result.GetValue(frequency) is not null)
            {
                result.AddError($"--min-frequency is for {VocabularyRecipe.Bpe} and {VocabularyRecipe.WordPiece}; {VocabularyRecipe.Unigram} keeps the pieces that make the texts most probable.");
            }
        });
        command.SetAction(result =>
        {
            var screen = TokenizerPlace.ScreenBeside(common.Open(result), result.GetValue(output)!, common.Error);
            var kind = result.GetValue(model)!;
            var options = new TokenizerTrainingOptions
            {
                VocabularySize = result.GetValue(size) ?? VocabularyRecipe.UsualSize(kind),
                MinFrequency = result.GetValue(frequency) ?? 1,
                SpecialTokens = VocabularyRecipe.SpecialTokens(kind, result.GetValue(special) ?? []),
                Threads = WorkerTeam.ThreadCount,
            };
            using var stop = new StopSignal(common.Error);
            var unigram = new UnigramTrainingOptions
            {
                VocabularySize = options.VocabularySize,
                SpecialTokens = options.SpecialTokens,
                CharacterCoverage = result.GetValue(coverage) ?? new UnigramTrainingOptions().CharacterCoverage,
                ByteFallback = result.GetValue(bytes),
                Threads = options.Threads,
            };
            return Run(screen, kind, options, unigram, result.GetValue(cased), result.GetValue(files)!, result.GetValue(output)!, stop.Token);
        });
        return command;
    }

    private static int Run(
        Screen screen, string model, TokenizerTrainingOptions options, UnigramTrainingOptions unigram, bool cased, string[] files, string output, CancellationToken cancellation)
    {
        Check(model, options, unigram.ByteFallback, files, output);
        screen.Paragraph($"Training {model}, up to {Numbers.Count(options.VocabularySize)} tokens, on {(files.Length == 1 ? "1 file" : $"{Numbers.Count(files.Length)} files")}.");
        var began = Stopwatch.GetTimestamp();
        var tokenizer = Train(screen, model, options, unigram, cased, files, cancellation);
        cancellation.ThrowIfCancellationRequested();
        tokenizer.Save(output);
        var (time, count) = (Stopwatch.GetElapsedTime(began), tokenizer.VocabularySize);
        screen.Paragraph($"{Numbers.Count(count)} tokens in {Numbers.Seconds(time)}, written to {Invocation.PathToType(output)}.");
        if (count < options.VocabularySize)
        {
            screen.Paragraph($"That is fewer than {Numbers.Count(options.VocabularySize)}: the texts have no further {(model == VocabularyRecipe.Unigram ? "sequence of characters that stands there often" : "pair that is frequent")} enough.");
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
    private static void Check(string model, TokenizerTrainingOptions options, bool bytes, string[] files, string output)
    {
        var least = VocabularyRecipe.LeastSize(model, options.SpecialTokens.Count, bytes);
        if (options.VocabularySize < least)
        {
            var begins = model == VocabularyRecipe.Bpe
                ? $"the 256 bytes and {options.SpecialTokens.Count} special ones"
                : $"{options.SpecialTokens.Count} special ones{(bytes ? ", 256 bytes" : "")} and a character";
            throw new UserException($"--vocab-size {options.VocabularySize}: {model} begins with {least} tokens ({begins}); give {least} or more.") { IsWrongUse = true };
        }

        if (options.SpecialTokens.Any(string.IsNullOrEmpty))
        {
            throw new UserException("--special: an empty text cannot be a token; give the token, such as --special '<|endoftext|>'.") { IsWrongUse = true };
        }

        foreach (var file in files)
        {
            TextFile.Open("FILES", file).Dispose();
            if (output.Length > 0 && OutputPlace.Same(file, output))
            {
                throw new UserException($"--out {output}: this is one of the texts, and would be replaced; name another file.") { IsWrongUse = true };
            }
        }

        TokenizerPlace.CheckOutput("--out", output);
    }

    private static Tokenizer Train(
        Screen screen, string model, TokenizerTrainingOptions options, UnigramTrainingOptions unigram, bool cased, string[] files, CancellationToken cancellation)
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
            var tokenizer = model == VocabularyRecipe.Unigram
                ? VocabularyRecipe.TrainUnigram(lines, unigram with { Progress = progress }, cancellation)
                : VocabularyRecipe.Train(model, lines, cased, options with { Progress = progress }, cancellation);
            return hasText ? tokenizer : throw NoText();
        }
        catch (TokenizerException) when (!hasText)
        {
            throw NoText();
        }
        catch (AggregateException several)
        {
            // Threads that count words fail together; one reason is enough.
            ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
            throw;
        }

        UserException NoText() => new(files.Length == 1 ? $"{files[0]} is empty: there is nothing to learn from." : "the files are empty: there is nothing to learn from.");
    }
}
