using System.Text;

namespace Kiln.Cli;

/// <summary>Opens files of text for reading; what can go wrong is told with the option that named the file.</summary>
internal static class TextFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>Opens a file: UTF-8, or what its byte order mark says.</summary>
    /// <param name="name">What the command line calls it, for the message.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="UserException">There is none, or it cannot be read.</exception>
    public static StreamReader Open(string name, string path)
    {
        try
        {
            return new StreamReader(path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferSize);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserException(
                $"{name} {path}: " + error switch
                {
                    _ when Directory.Exists(path) => "this is a folder; name a file.",
                    FileNotFoundException or DirectoryNotFoundException or ArgumentException => "there is no such file.",
                    UnauthorizedAccessException => "permission to read it is denied.",
                    _ => LibraryMessages.Translate(error.Message),
                },
                error);
        }
    }

    /// <summary>Standard input, read as it comes.</summary>
    public static StreamReader OpenStandardInput() => new(Console.OpenStandardInput(), Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferSize);
}
