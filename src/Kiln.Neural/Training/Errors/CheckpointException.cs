namespace Kiln.Neural;

/// <summary>
/// Thrown when a checkpoint cannot be read, does not fit the network or the options, or could not be written. The message says what to do.
/// </summary>
public sealed class CheckpointException : IOException
{
    /// <summary>Creates the exception.</summary>
    public CheckpointException()
        : this("a checkpoint could not be used")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    public CheckpointException(string message)
        : this(message, null)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened and what to do.</param>
    /// <param name="innerException">The cause, or null.</param>
    public CheckpointException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The checkpoint or the folder of checkpoints concerned; empty when there is none.</summary>
    public string Path { get; init; } = string.Empty;

    /// <summary>What the run measured until then, when training itself ended well and only its last checkpoint could not be written.</summary>
    public History? History { get; init; }

    internal static CheckpointException At(string path, string message, Exception? innerException = null) =>
        new(message, innerException) { Path = path };
}
