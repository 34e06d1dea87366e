namespace Kiln.Data;

/// <summary>Thrown when a data set could not be fetched or stored: says why, and where to put its files by hand.</summary>
public sealed class DownloadException : IOException
{
    /// <summary>Makes the exception.</summary>
    public DownloadException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was tried, what came of it, and what helps.</param>
    public DownloadException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What was tried, what came of it, and what helps.</param>
    /// <param name="innerException">The cause.</param>
    public DownloadException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
