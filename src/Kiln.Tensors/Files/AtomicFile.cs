using System.Text;

namespace Kiln.Tensors;

/// <summary>
/// Writes files that are either the old or the new one, whole: the contents go into a temporary file of the same folder, are flushed
/// to the disk, and the temporary file is renamed over the target. A failure or a kill at any moment leaves the old file as it was.
/// </summary>
/// <remarks>
/// The temporary file is named <c>.NAME.RANDOM.tmp</c>. A failed write removes it; after a kill it stays behind, until a write to the same
/// name an hour or more later removes it. After a loss of power the file may still be the old one, but not a part of the new one.
/// </remarks>
public static class AtomicFile
{
    /// <summary>Writes a file through a callback. The callback must not keep the stream.</summary>
    /// <param name="path">The file to create or replace. When it is a symbolic link, its target is replaced. What <see cref="IsDevice"/> knows is written to as it comes.</param>
    /// <param name="write">Writes the contents. What it throws passes through, except that I/O errors are explained.</param>
    /// <exception cref="FileWriteException">The folder is missing or not writable, or the disk is full; the old file is unchanged.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        try
        {
            if (Directory.Exists(path))
            {
                throw new FileWriteException(path, "is a folder; name a file inside it", null);
            }

            WholeFile.Write(path, write);
        }
        catch (Exception e) when (e is (IOException or UnauthorizedAccessException) and not FileWriteException)
        {
            throw FileWriteException.Explain(path, e);
        }
    }

    /// <summary>Writes a file of the given bytes.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void WriteAllBytes(string path, byte[] contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        Write(path, stream => stream.Write(contents));
    }

    /// <summary>Writes a text file in UTF-8 without a byte-order mark.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void WriteAllText(string path, string contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        WriteAllBytes(path, Encoding.UTF8.GetBytes(contents));
    }

    /// <summary>Whether a path names a device of Unix, such as <c>/dev/stdout</c>, or a named pipe: something to write to, which cannot be replaced whole.</summary>
    /// <param name="path">A path; it need not exist.</param>
    /// <returns>Whether it lies under <c>/dev</c> or <c>/proc</c>, or is a pipe or a device elsewhere; false on Windows. Shared memory (<c>/dev/shm</c>) holds files.</returns>
    public static bool IsDevice(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return WholeFile.IsDevice(path);
    }
}
