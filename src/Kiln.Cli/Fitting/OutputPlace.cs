using Kiln.Tensors;

namespace Kiln.Cli;

/// <summary>Finds out before the work whether a result can be written where it is to go.</summary>
internal static class OutputPlace
{
    // Names that differ only in capitals are one file where the system usually takes them for one; refusing a name too many loses nothing.
    private static StringComparison Comparison => OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>Looks at the place of a file.</summary>
    /// <param name="option">The option that named it, for the message.</param>
    /// <param name="path">The file; null for none.</param>
    /// <exception cref="UserException">No file can be written there.</exception>
    public static void Check(string option, string? path)
    {
        if (path is null)
        {
            return;
        }

        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new UserException($"{option} {path}: this is a folder; name a file.");
        }

        var folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder))
        {
            throw new UserException($"{option} {path}: " + (File.Exists(folder) ? $"{folder} is a file, so nothing can lie in it." : $"there is no folder {folder}; make it first."));
        }

        if (!AtomicFile.IsDevice(full))
        {
            Try(option, path, folder);
        }
    }

    /// <summary>Whether two paths mean the same file or folder, links followed.</summary>
    public static bool Same(string path, string other) => Real(path).Equals(Real(other), Comparison);

    /// <summary>Whether a path lies in a folder, or in one below it, links followed.</summary>
    public static bool IsIn(string path, string folder) => Real(path).StartsWith(Real(folder) + Path.DirectorySeparatorChar, Comparison);

    /// <summary>The place that a path means: without the links on its way, the last name's too.</summary>
    private static string Real(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        var here = Path.Combine(Real(parent), Path.GetFileName(full));
        try
        {
            return File.ResolveLinkTarget(here, returnFinalTarget: true) is { } target ? Real(target.FullName) : here;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // There is nothing yet, or links that lead in a circle: no other file can be meant.
            return here;
        }
    }

    /// <summary>Writes a file into a folder and removes it.</summary>
    /// <exception cref="UserException">It cannot be written.</exception>
    public static void Try(string option, string path, string folder)
    {
        try
        {
            using (new FileStream(Path.Combine(folder, $".kiln-{Guid.NewGuid():n}.tmp"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refused(option, path, folder, error);
        }
    }

    /// <summary>Says why a place cannot be written.</summary>
    public static UserException Refused(string option, string path, string folder, Exception error) => new(
        $"{option} {path}: nothing can be written to {folder}: " + error switch
        {
            UnauthorizedAccessException => "permission is denied. Name another place, or change its permissions.",
            FileNotFoundException or DirectoryNotFoundException => "no file can be made there. Name another place.",
            _ when FailureReport.IsDiskFull(error) => "the disk is full. Free some room, or name another place.",
            _ => LibraryMessages.Translate(error.Message),
        },
        error);
}
