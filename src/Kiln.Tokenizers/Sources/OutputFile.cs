namespace Kiln.Tokenizers;

/// <summary>Writes a file whole or not at all, and says in plain words why it cannot be.</summary>
internal static class OutputFile
{
    private const int BrokenPipeOnUnix = 32;

    /// <summary>Writes a file, with the permissions of the one that is replaced; through links, and to devices and named pipes as they are.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <param name="contents">What it holds afterwards.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public static void Write(string path, byte[] contents)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new IOException($"'{path}' is a folder; name a file inside it");
        }

        var folder = Path.GetDirectoryName(full);
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"'{path}' cannot be written: there is no folder '{folder}'");
        }

        try
        {
            WholeFile.Write(path, stream => stream.Write(contents));
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"'{path}' cannot be written: permission is denied.", e);
        }
        catch (IOException e) when (e.HResult == BrokenPipeOnUnix)
        {
            throw new IOException($"'{path}': whoever reads it left before everything was written", e);
        }
    }
}
