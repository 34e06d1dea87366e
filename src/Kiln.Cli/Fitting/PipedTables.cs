namespace Kiln.Cli;

/// <summary>
/// Opens tables. A file is read twice and more (to count, to read, to name a line), which a pipe (<c>-</c>, <c>&lt;(zcat a.gz)</c>) does not let one do: what
/// comes out of it goes to a temporary file first, which is gone when the command ends.
/// </summary>
internal sealed class PipedTables(CancellationToken cancellation) : IDisposable
{
    /// <summary>What a command line calls standard input, and standard output where a table goes.</summary>
    public const string Dash = "-";

    /// <summary>Standard input as a table's path, which is its name in messages too. (A file of this name is still <c>./standard input</c>.)</summary>
    public const string StandardInput = "standard input";

    private const int CopyBytes = 1 << 16;

    private readonly Dictionary<string, FileStream> _kept = new(StringComparer.Ordinal);

    /// <summary>A table as it is named inside of the program.</summary>
    /// <param name="typed">What the command line names.</param>
    public static string Named(string typed) => typed == Dash ? StandardInput : typed;

    /// <summary>A table as a command line names it.</summary>
    public static string Typed(string name) => name == StandardInput ? Dash : name;

    /// <summary>Opens a table from its beginning.</summary>
    /// <exception cref="OperationCanceledException">The command was stopped while it waited for a pipe.</exception>
    public Stream Open(string path)
    {
        if (!_kept.TryGetValue(path, out var kept))
        {
            // A named pipe opens when somebody opens its other end.
            var file = Abandonable.Run<Stream>(
                () => path == StandardInput ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan),
                cancellation);
            if (file.CanSeek)
            {
                return file;
            }

            using (file)
            {
                kept = Keep(path, file);
            }

            _kept.Add(path, kept);
        }

        return new FileStream(kept.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
    }

    /// <summary>Sees that a table is there and may be read.</summary>
    /// <exception cref="UserException">There is no such file, or it cannot be opened.</exception>
    public void MustBeReadable(string path)
    {
        // `kiln … - < .`: what stands at standard input has a name where there are devices.
        if (Directory.Exists(path == StandardInput ? "/dev/stdin" : path))
        {
            throw new UserException($"{path}: this is a folder; name a table (CSV).");
        }

        if (path != StandardInput && !File.Exists(path))
        {
            throw new UserException($"{path}: there is no such file.");
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

    private FileStream Keep(string path, Stream pipe)
    {
        var kept = Create(path, Path.GetTempPath());
        try
        {
            return Abandonable.Run(
                () =>
                {
                    pipe.CopyTo(kept, CopyBytes);
                    kept.Flush();
                    return kept;
                },
                cancellation);
        }
        catch
        {
            kept.Dispose();
            throw;
        }
    }

    private static FileStream Create(string path, string folder)
    {
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

        try
        {
            return new FileStream(Path.Combine(folder, $"kiln-{Guid.NewGuid():n}.csv"), options);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var reason = Directory.Exists(folder) ? "no file can be made there" : "there is no such folder";
            throw new UserException($"{path}: what comes out of a pipe is kept in {folder} while it is read, and {reason}; let TMPDIR name another one.", error);
        }
    }
}
