using System.Globalization;

namespace Kiln.Cli;

/// <summary>How far the training of a run has come, as its files tell.</summary>
/// <param name="Epochs">Epochs that are done.</param>
/// <param name="HasCheckpoint">Whether there is a checkpoint to go on from, whole or not.</param>
/// <param name="HasModel">Whether there is a trained model.</param>
/// <param name="ModelIsCurrent">Whether the model is of the last epoch that is done.</param>
internal readonly record struct RunProgress(int Epochs, bool HasCheckpoint, bool HasModel, bool ModelIsCurrent)
{
    private const string Prefix = "step-";
    private const string EpochMark = "-epoch-";

    /// <summary>Reads it from the run's folder.</summary>
    public static RunProgress Of(RunFolder folder)
    {
        var newest = Checkpoints(folder) is [.., var last] ? last : null;
        var inCheckpoint = newest is null ? 0 : EpochsOf(Path.GetFileName(newest));
        if (!File.Exists(folder.Weights))
        {
            return new RunProgress(inCheckpoint, newest is not null, HasModel: false, ModelIsCurrent: false);
        }

        // history.csv is written with each epoch, and the model after the last one.
        var inHistory = EpochsOfHistory(folder.History);
        var isCurrent = inHistory >= inCheckpoint && File.GetLastWriteTimeUtc(folder.Weights) >= File.GetLastWriteTimeUtc(folder.History);
        return new RunProgress(isCurrent ? inHistory : inCheckpoint, newest is not null, HasModel: true, isCurrent);
    }

    /// <summary>The folders of a run's checkpoints, oldest first.</summary>
    public static IReadOnlyList<string> Checkpoints(RunFolder folder) => !Directory.Exists(folder.Checkpoints) ? [] :
        [.. Directory.EnumerateDirectories(folder.Checkpoints, Prefix + "*").Order(StringComparer.Ordinal)];

    // step-0000000120-epoch-0002, sometimes with one more number.
    private static int EpochsOf(string name)
    {
        var at = name.IndexOf(EpochMark, StringComparison.Ordinal);
        var digits = at < 0 ? "" : name[(at + EpochMark.Length)..].Split('-')[0];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var epochs) ? epochs : 0;
    }

    private static int EpochsOfHistory(string path)
    {
        try
        {
            return File.ReadLines(path).Skip(1).Count(line => line.Length > 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
