using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>The pictures of a folder and of the folders in it, read from the disk each time.</summary>
internal sealed class FolderPictures : PictureFiles
{
    [ThreadStatic]
    private static byte[]? t_buffer;

    private readonly string _root;
    private readonly long _maxFileBytes;

    internal FolderPictures(string root, long maxFileBytes)
    {
        (_root, _maxFileBytes) = (Path.GetFullPath(root), maxFileBytes);
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false };
        Names = [.. Directory.EnumerateFiles(_root, "*", options).Where(IsPicture).Select(file => Normalize(Path.GetRelativePath(_root, file)))];
    }

    internal override string Source => _root;

    internal override IReadOnlyList<string> Names { get; }

    internal override ReadOnlySpan<byte> Read(int index)
    {
        var path = Path.Combine(_root, Names[index]);
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        if (length > Math.Min(_maxFileBytes, Array.MaxLength))
        {
            throw new FileFormatException(path, $"{length} bytes are more than the limit of {_maxFileBytes} (ImageFolderOptions.MaxFileBytes)");
        }

        return ReadAt(file, 0, (int)length, path, ref t_buffer);
    }

    /// <summary>Reads part of a file into a buffer that is kept, and grown where need be.</summary>
    internal static ReadOnlySpan<byte> ReadAt(Microsoft.Win32.SafeHandles.SafeFileHandle file, long offset, int length, string name, ref byte[]? buffer)
    {
        if (buffer is null || buffer.Length < length)
        {
            buffer = new byte[Math.Max(length, 1 << 16)];
        }

        var read = 0;
        while (read < length)
        {
            var more = RandomAccess.Read(file, buffer.AsSpan(read, length - read), offset + read);
            if (more == 0)
            {
                throw new FileFormatException(name, $"the file ends after {read} of {length} bytes: it was changed while it was in use");
            }

            read += more;
        }

        return buffer.AsSpan(0, length);
    }
}
