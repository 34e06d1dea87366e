namespace Kiln.Tensors;

/// <summary>Thrown when a file could not be written: says why and what helps. What stood at the path before is unchanged.</summary>
public sealed class FileWriteException : IOException
{
    /// <summary>Creates the exception without a text of its own.</summary>
    public FileWriteException()
        : this("the file could not be written")
    {
    }

    /// <summary>Creates the exception for no named file.</summary>
    /// <param name="message">What happened.</param>
    public FileWriteException(string message)
        : base(message) => Path = "";

    /// <summary>Creates the exception for no named file, with its cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The failure beneath.</param>
    public FileWriteException(string message, Exception? innerException)
        : base(message, innerException) => Path = "";

    /// <summary>Creates the exception for a file.</summary>
    /// <param name="path">The file, as the caller named it. It is put in front of the message.</param>
    /// <param name="message">What happened and what helps.</param>
    /// <param name="innerException">The failure beneath, or null.</param>
    public FileWriteException(string path, string message, Exception? innerException)
        : base($"{path}: {message}", innerException) => Path = path;

    /// <summary>The file that was to be written, as the caller named it; empty when there is none.</summary>
    public string Path { get; }

    private const string Unchanged = "what stood there before is unchanged";
    private const int NoSpaceOnUnix = 28, QuotaOnLinux = 122, BrokenPipeOnUnix = 32;
    private const int DiskFullOnWindows = unchecked((int)0x80070070), HandleDiskFullOnWindows = unchecked((int)0x80070027);

    /// <summary>Translates an error of the operating system into what happened and what helps.</summary>
    internal static FileWriteException Explain(string path, Exception cause)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path));
        return new(path, cause switch
        {
            DirectoryNotFoundException => $"cannot be written: the folder '{folder}' does not exist; create it first",
            PathTooLongException => "cannot be written: the path is too long; choose a shorter one",
            UnauthorizedAccessException =>
                $"cannot be written: no permission in the folder '{folder}'; {Unchanged}; choose another folder or change its permissions",
            { HResult: NoSpaceOnUnix or QuotaOnLinux or DiskFullOnWindows or HandleDiskFullOnWindows } =>
                $"the disk is full; {Unchanged}; free some space and write again",
            { HResult: BrokenPipeOnUnix } => "whoever reads it left before everything was written",
            _ => $"cannot be written: {cause.Message.TrimEnd('.')}; {Unchanged}",
        }, cause);
    }
}
