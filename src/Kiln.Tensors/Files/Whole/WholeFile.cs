#if IN_TOKENIZERS
namespace Kiln.Tokenizers;
#else
namespace Kiln.Tensors;
#endif

/// <summary>
/// Writes files that are either the old or the new one, whole; devices and named pipes as they come. Compiled into each library that writes files and may not
/// depend on another; each says in its own words what went wrong.
/// </summary>
internal static class WholeFile
{
    private const int BufferSize = 1 << 16;
    private const int GuidLength = 32;
    private static readonly EnumerationOptions s_whereReadable = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None };
    private static readonly TimeSpan s_abandonedAfter = TimeSpan.FromHours(1);

    /// <summary>Writes a file through a callback. A failure or a kill at any moment leaves the old file as it was.</summary>
    /// <param name="path">The file to create or replace. When it is a symbolic link, its target is replaced. What <see cref="IsDevice"/> knows is written to as it comes.</param>
    /// <param name="write">Writes the contents.</param>
    /// <exception cref="IOException">The folder is missing, or the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string? temporary = null;
        try
        {
            // Standard output leads on to what has no name, so a device is not resolved further; a link of one's own may lead to a device.
            var target = IsDevice(path) ? path : Target(path);
            if (IsDevice(target))
            {
                // A pipe is opened when somebody reads it.
                using var device = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                write(device);
                return;
            }

            RemoveAbandoned(target);
            temporary = TemporaryName(target);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize))
            {
                KeepPermissions(target, temporary);
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
            temporary = null;
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>Whether a path names a device of Unix, or a named pipe: under <c>/dev</c> (but for shared memory) or <c>/proc</c>, or elsewhere; false on Windows.</summary>
    public static bool IsDevice(string path)
    {
        var full = Path.GetFullPath(path);
        return !OperatingSystem.IsWindows()
            && (full.StartsWith("/proc/", StringComparison.Ordinal) || (full.StartsWith("/dev/", StringComparison.Ordinal) && !full.StartsWith("/dev/shm/", StringComparison.Ordinal)) || SpecialFile.Is(full));
    }

    private static string Target(string path)
    {
        var full = Path.GetFullPath(path);
        return new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
    }

    private static string TemporaryName(string target)
    {
        return Path.Combine(Path.GetDirectoryName(target)!, $"{TemporaryPrefix(target)}{Guid.NewGuid():n}.tmp");
    }

    private static string TemporaryPrefix(string target)
    {
        // A name near the limit of 255 bytes must not make the temporary one too long.
        var name = Path.GetFileName(target);
        return $".{(name.Length > 60 ? name[..60] : name)}.";
    }

    /// <summary>
    /// Removes what killed writers of the same name left behind. A writer at work holds its file open without sharing, which makes
    /// opening it here fail; the age protects writers on file systems without such locks.
    /// </summary>
    private static void RemoveAbandoned(string target)
    {
        var prefix = TemporaryPrefix(target);
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(target)!, ".*.tmp", s_whereReadable))
        {
            var name = Path.GetFileName(file);
            if (name.Length != prefix.Length + GuidLength + ".tmp".Length
                || !name.StartsWith(prefix, StringComparison.Ordinal)
                || !Guid.TryParseExact(name[prefix.Length..^".tmp".Length], "n", out _)
                || DateTime.UtcNow - File.GetLastWriteTimeUtc(file) < s_abandonedAfter)
            {
                continue;
            }

            try
            {
                using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                File.Delete(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another writer's, or gone already.
            }
        }
    }

    private static void KeepPermissions(string target, string temporary)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
        }
    }

    private static void Remove(string? temporary)
    {
        try
        {
            if (temporary is not null)
            {
                File.Delete(temporary);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first error is the one to report; a temporary file that cannot be removed harms nobody.
        }
    }
}
