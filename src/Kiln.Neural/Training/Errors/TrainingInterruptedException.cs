namespace Kiln.Neural;

/// <summary>
/// Thrown by Fit when its cancellation token fired: the step under way was finished, and a checkpoint saved if there is a folder for
/// it. The network holds the parameters reached.
/// </summary>
public sealed class TrainingInterruptedException : OperationCanceledException
{
    /// <summary>Creates the exception.</summary>
    public TrainingInterruptedException()
        : this("training was interrupted")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Where the run stopped and how to go on.</param>
    public TrainingInterruptedException(string message)
        : base(message) => History = new History();

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Where the run stopped and how to go on.</param>
    /// <param name="innerException">Why no checkpoint could be saved, or null.</param>
    public TrainingInterruptedException(string message, Exception? innerException)
        : base(message, innerException) => History = new History();

    internal TrainingInterruptedException(string message, History history, Exception? innerException, CancellationToken token)
        : base(message, innerException, token) => History = history;

    /// <summary>The checkpoint to resume from: a folder; null when there is none.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>The epoch that was under way, from 1.</summary>
    public int Epoch { get; init; }

    /// <summary>The batches of that epoch that were done.</summary>
    public int Batch { get; init; }

    /// <summary>The training steps done.</summary>
    public long Step { get; init; }

    /// <summary>The epochs that were completed.</summary>
    public History History { get; }
}
