namespace Kiln.Neural;

/// <summary>
/// Thrown by Fit when NaN or infinity turns up in a batch or in the loss. The message says where, which samples, and what usually
/// helps; the parameters are those before the step that failed.
/// </summary>
public sealed class NonFiniteException : ArithmeticException
{
    /// <summary>Creates the exception.</summary>
    public NonFiniteException()
        : this("NaN or infinity turned up in training")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Where, and what helps.</param>
    public NonFiniteException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Where, and what helps.</param>
    /// <param name="innerException">The cause, or null.</param>
    public NonFiniteException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; init; }

    /// <summary>The batch within the epoch, from 1.</summary>
    public int Batch { get; init; }

    /// <summary>The training steps that were done before.</summary>
    public long Step { get; init; }

    /// <summary>The positions in the dataset of the samples concerned: those that hold NaN or infinity, or the whole batch.</summary>
    public IReadOnlyList<int> Samples { get; init; } = [];

    /// <summary>The newest checkpoint: a folder; null when there is none.</summary>
    public string? CheckpointPath { get; init; }
}
