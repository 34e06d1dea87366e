namespace Kiln.Cli;

/// <summary>Turns an exception into the message a user reads.</summary>
internal static class FailureReport
{
    private const int NoSpaceOnUnix = 28;
    private const int QuotaOnLinux = 122;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);
    private const int HandleDiskFullOnWindows = unchecked((int)0x80070027);

    /// <summary>Writes the message and returns the exit code that goes with it.</summary>
    /// <param name="failure">What happened.</param>
    /// <param name="error">Where people read it.</param>
    /// <param name="json">Where programs read it, or null.</param>
    /// <param name="hasBatches">Whether the command has an option that makes it need less memory.</param>
    public static int Write(Exception failure, TextWriter error, JsonLines? json, bool hasBatches)
    {
        var (message, isExpected) = Explain(failure);
        message = failure is OutOfMemoryException and not InsufficientMemoryException && hasBatches ? $"{message} Try a smaller --batch-size." : message;
        error.WriteLine($"kiln: {Printable.Message(message)}");
        if (!isExpected)
        {
            error.WriteLine("This should not happen; please report it with the text below.");
            error.WriteLine(Printable.Text(failure.ToString()));
        }

        Tell(json, message);
        return failure switch
        {
            UserException { IsWrongUse: true } => ExitCodes.WrongUse,
            OperationCanceledException => ExitCodes.Stopped,
            _ => ExitCodes.Failed,
        };
    }

    /// <summary>Writes the message for programs, where there are any: standard output may be what failed, and the message stands on the other stream then.</summary>
    public static void Tell(JsonLines? json, string message)
    {
        try
        {
            json?.Write("error", line => line.WriteString("message", message));
        }
        catch (IOException)
        {
        }
    }

    /// <summary>The message, and whether it is of a kind that can happen to a user.</summary>
    public static (string Message, bool IsExpected) Explain(Exception failure) => failure switch
    {
        UserException => (failure.Message, true),
        UnauthorizedAccessException when !failure.Message.Contains('\'', StringComparison.Ordinal) => ("standard output, or the input, is closed or must not be used. Send it elsewhere.", true),
        UnauthorizedAccessException => ($"{failure.Message} Name a place that you may use, or change its permissions.", true),
        IOException when IsStandardOutputFull(failure) => ("standard output takes no more: the disk, or what it goes to, is full. Send it elsewhere, or free some room.", true),
        IOException and not (Neural.CheckpointException or Tensors.FileWriteException) when IsDiskFull(failure) => (
            $"{LibraryMessages.Translate(failure.Message)} The disk is full: free some room, or write elsewhere with --out. What was saved before is whole.", true),
        OperationCanceledException => ("stopped.", true),
        IOException or Tensors.FileFormatException or Data.DatasetException or Neural.NonFiniteException or Tokenizers.TokenizerException => (LibraryMessages.Translate(failure.Message), true),
        InsufficientMemoryException => (LibraryMessages.Translate(failure.Message), true),
        OutOfMemoryException => ("out of memory.", true),
        _ => (failure.Message, false),
    };

    // What fails for a file names it in quotes; a standard stream has no name.
    private static bool IsStandardOutputFull(Exception failure) =>
        failure.GetType() == typeof(IOException) && failure.InnerException is null && IsDiskFull(failure) && !failure.Message.Contains('\'', StringComparison.Ordinal);

    /// <summary>Whether it, or what caused it, is that the disk (or the user's share of it) is full.</summary>
    public static bool IsDiskFull(Exception failure) =>
        failure.HResult is NoSpaceOnUnix or QuotaOnLinux or DiskFullOnWindows or HandleDiskFullOnWindows
        || (failure.InnerException is { } cause && IsDiskFull(cause));
}

/// <summary>A failure that the user can mend; the message says what to do, and no stack trace is shown.</summary>
internal sealed class UserException : Exception
{
    /// <summary>With the message that the user reads.</summary>
    public UserException(string message)
        : base(message)
    {
    }

    /// <summary>With the message that the user reads, and what was caught.</summary>
    public UserException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Whether the command line itself asked for what cannot be.</summary>
    public bool IsWrongUse { get; init; }
}
