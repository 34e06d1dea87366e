namespace Kiln.Tensors;

/// <summary>
/// Thrown when the contents of a file or buffer are not what its format allows: a damaged, truncated or hostile file, or one of another
/// format. The message says what was found, what was expected and where; <see cref="Path"/> says which file.
/// </summary>
public sealed class FileFormatException : FormatException
{
    /// <summary>Creates the exception without a text of its own.</summary>
    public FileFormatException()
        : this("", "the file does not follow its format")
    {
    }

    /// <summary>Creates the exception for data that came from no named file.</summary>
    /// <param name="message">What was found and what was expected.</param>
    public FileFormatException(string message)
        : this("", message)
    {
    }

    /// <summary>Creates the exception for data that came from no named file, with its cause.</summary>
    /// <param name="message">What was found and what was expected.</param>
    /// <param name="innerException">The failure beneath, or null.</param>
    public FileFormatException(string message, Exception? innerException)
        : this("", message, innerException)
    {
    }

    /// <summary>Creates the exception for a file.</summary>
    /// <param name="path">The file (or a name for the buffer); empty when there is none. It is put in front of the message.</param>
    /// <param name="message">What was found and what was expected.</param>
    public FileFormatException(string path, string message)
        : this(path, message, null)
    {
    }

    /// <summary>Creates the exception for a file, with its cause.</summary>
    /// <param name="path">The file (or a name for the buffer); empty when there is none. It is put in front of the message.</param>
    /// <param name="message">What was found and what was expected.</param>
    /// <param name="innerException">The failure beneath, or null.</param>
    public FileFormatException(string path, string message, Exception? innerException)
        : base(string.IsNullOrEmpty(path) ? message : $"{path}: {message}", innerException) => Path = path ?? "";

    /// <summary>The file the data came from, as the caller named it; empty when there is none.</summary>
    public string Path { get; }
}
