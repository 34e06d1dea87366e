namespace Kiln.Cli;

/// <summary>Says what a library's message says in the words of the command: a user of <c>kiln</c> has options, not properties.</summary>
internal static class LibraryMessages
{
    private static readonly (string Library, string Command)[] s_words =
    [
        ("FitOptions.CheckpointFolder: ", ""),
        ("Free some space or name a folder on another disk.", "Free some space, or name a folder on another disk with --out."),
        ("Set FitOptions.Resume to go on from there, or name another folder, or delete them.", "Go on from there with --resume, or name another folder with --out."),
        ("; if you trust the file, raise PngLimits.MaxPixels", "; make the picture smaller first"),
        ("; if you trust the file, raise PngLimits.MaxFileBytes", "; make the picture smaller first"),
        (", or set FitOptions.NonFinite to SkipBatch", ""),
        (", or set FitOptions.GradientClipNorm (1 is usual)", ""),
        (", and set FitOptions.GradientClipNorm (1 is usual)", ""),
        ("use a smaller Optimizer.LearningRate", "use another --seed or a larger --batch-size"),
        ("with a smaller Optimizer.LearningRate (a tenth)", "with another --seed or a larger --batch-size"),
        ("set CsvOptions.DecimalPoint to ',' when reading it", "read it with --decimal ,"),
        (", or say what the file is in (CsvOptions.Encoding; Encoding.Latin1 takes every byte for a letter)", ", or save the table as UTF-8"),
        ("CsvOptions.MaxLineBytes", "what kiln takes for a row"),
        (", or set AlphabetLimit", " with --vocab-size"),
        ("FitOptions.BatchSize", "--batch-size"),
        ("FitOptions.Seed", "--seed"),
        ("FitOptions.Loss", "loss"),
        ("FitOptions.Optimizer", "optimizer"),
        ("FitOptions.Metrics", "metrics"),
        ("FitOptions.", ""),
    ];

    /// <summary>The message in the command's words, ending with a period.</summary>
    public static string Translate(string message)
    {
        foreach (var (library, command) in s_words)
        {
            message = message.Replace(library, command, StringComparison.Ordinal);
        }

        return message.EndsWith('.') || message.EndsWith('?') ? message : message + ".";
    }
}
