namespace Kiln.Cli;

/// <summary>
/// Opens tables. A file is read twice and more (to count, to read, to name a line), which a pipe (<c>/dev/stdin</c>, <c>&lt;(zcat a.gz)</c>) does not let one do: what
/// comes out of it goes to a temporary file first, which is gone when the command ends.
/// </summary>
internal sealed class PipedTables(CancellationToken cancellation) : IDisposable
{
    private const int CopyBytes = 1 << 16;

    private readonly Dictionary<string, FileStream> _kept = new(StringComparer.Ordinal);

    /// <summary>Opens a table from its beginning.</summary>
    public Stream Open(string path)
    {
        if (!_kept.TryGetValue(path, out var kept))
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            if (file.CanSeek)
            {
                return file;
            }

            using (file)
            {
                kept = Keep(file);
            }

            _kept.Add(path, kept);
        }

        return new FileStream(kept.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
    }

    /// <summary>Sees that a table is there and may be read.</summary>
    /// <exception cref="UserException">There is no such file, or it cannot be opened.</exception>
    public void MustBeReadable(string path)
    {
        if (!File.Exists(path))
        {
            throw new UserException(Directory.Exists(path) ? $"{path}: this is a folder; name a table (CSV)." : $"{path}: there is no such file.");
        }

        try
        {
            Open(path).Dispose();
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UserException($"{path}: the file may not be read; change its permissions.", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var kept in _kept.Values)
        {
            kept.Dispose();
        }
    }

    private FileStream Keep(FileStream pipe)
    {
        var place = Path.Combine(Path.GetTempPath(), $"kiln-{Guid.NewGuid():n}.csv");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var kept = new FileStream(place, options);
        try
        {
            var buffer = new byte[CopyBytes];
            while (pipe.Read(buffer) is > 0 and var count)
            {
                cancellation.ThrowIfCancellationRequested();
                kept.Write(buffer, 0, count);
            }

            kept.Flush();
            return kept;
        }
        catch
        {
            kept.Dispose();
            throw;
        }
    }
}
