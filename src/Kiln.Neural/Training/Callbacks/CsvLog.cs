namespace Kiln.Neural;

/// <summary>
/// Keeps the history in a CSV file that is whole at every moment: it is written anew, in one piece, after each epoch. A file that cannot
/// be written is warned of and does not end the run.
/// </summary>
/// <param name="path">The file; replaced if it exists. Its folder is made if missing.</param>
public sealed class CsvLog(string path) : Callback
{
    /// <summary>The file.</summary>
    public string Path { get; } = path ?? throw new ArgumentNullException(nameof(path));

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context) => Write(context);

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingContext context) => Write(context);

    private void Write(TrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            context.History.Save(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            context.Warn($"the history could not be written: {e.Message}; training goes on");
        }
    }
}
