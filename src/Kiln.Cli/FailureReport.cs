namespace Kiln.Cli;

/// <summary>Turns an exception into the message a user reads.</summary>
internal static class FailureReport
{
    /// <summary>Writes the message and returns the exit code that goes with it.</summary>
    public static int Write(Exception failure, TextWriter error)
    {
        switch (failure)
        {
            case UserException:
                error.WriteLine($"kiln: {failure.Message}");
                break;
            case UnauthorizedAccessException:
                error.WriteLine($"kiln: {failure.Message} Choose a folder you may write to (--out), or change its permissions.");
                break;
            case IOException when IsDiskFull(failure):
                error.WriteLine($"kiln: {failure.Message} The disk is full: free some room, or write elsewhere with --out. What was saved before is whole.");
                break;
            case OperationCanceledException:
                error.WriteLine("kiln: stopped.");
                break;
            case IOException or Tensors.FileFormatException or Data.DatasetException or Neural.CheckpointException or Neural.NonFiniteException:
                error.WriteLine($"kiln: {failure.Message}");
                break;
            case OutOfMemoryException:
                error.WriteLine("kiln: out of memory. Try a smaller --batch-size.");
                break;
            default:
                error.WriteLine($"kiln: {failure.Message}");
                error.WriteLine("This should not happen; please report it with the text below.");
                error.WriteLine(failure);
                break;
        }

        return ExitCodes.Failed;
    }

    // ENOSPC on Unix, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.
    private static bool IsDiskFull(Exception failure) => failure.HResult is 28 or unchecked((int)0x80070070) or unchecked((int)0x80070027);
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
}
