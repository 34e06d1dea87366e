using System.IO.Compression;

namespace Kiln.Tensors;

/// <summary>Reads and writes NumPy's .npz files: zip archives of named .npy arrays, stored or deflated.</summary>
public static class Npz
{
    private const string Extension = ".npy";

    /// <summary>Reads every array of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumBytes">The most memory the arrays together may take; an archive can hold a thousand times its own size.</param>
    /// <returns>The arrays by name, in the order of the file.</returns>
    /// <exception cref="FileFormatException">The archive or an array is damaged, or the arrays are larger than allowed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(string path, long maximumBytes = 16L << 30)
    {
        using var stream = File.OpenRead(path);
        return Load(stream, path, maximumBytes);
    }

    /// <summary>Reads every array of an archive.</summary>
    /// <param name="stream">A stream that can seek.</param>
    /// <param name="name">What errors call the stream.</param>
    /// <param name="maximumBytes">The most memory the arrays together may take.</param>
    /// <exception cref="FileFormatException">The archive or an array is damaged, or the arrays are larger than allowed.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(Stream stream, string name = "", long maximumBytes = 16L << 30)
    {
        TensorBytes.CheckSeekable(stream, "npz");
        return Guard(name, () =>
        {
            using var archive = NpzArchive.Open(stream, name, maximumBytes);
            var arrays = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
            foreach (var array in archive.Names)
            {
                arrays.Add(array, archive.Read(array));
            }

            return arrays;
        });
    }

    /// <summary>Reads one array of a file, whatever types the others have.</summary>
    /// <param name="path">The file.</param>
    /// <param name="array">The array's name, without .npy.</param>
    /// <exception cref="KeyNotFoundException">There is no array of that name.</exception>
    /// <exception cref="FileFormatException">The archive or the array is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Tensor Load(string path, string array)
    {
        ArgumentNullException.ThrowIfNull(array);
        using var stream = File.OpenRead(path);
        return Guard(path, () =>
        {
            using var archive = NpzArchive.Open(stream, path, long.MaxValue);
            return archive.Read(array);
        });
    }

    /// <summary>The names of a file's arrays, in the order of the file.</summary>
    /// <exception cref="FileFormatException">The archive is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<string> Names(string path)
    {
        using var stream = File.OpenRead(path);
        return Guard(path, () =>
        {
            using var archive = NpzArchive.Open(stream, path, long.MaxValue);
            return archive.Names;
        });
    }

    /// <summary>Writes a file atomically, as <c>numpy.savez</c> or, compressed, <c>numpy.savez_compressed</c>.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="arrays">The arrays by name.</param>
    /// <param name="compress">Whether to deflate the arrays.</param>
    /// <exception cref="ArgumentException">A name is empty or comes twice.</exception>
    /// <exception cref="DTypeException">A type has no form in .npy.</exception>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public static void Save(string path, IEnumerable<KeyValuePair<string, Tensor>> arrays, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        AtomicFile.Write(path, stream => Save(stream, arrays, compress));
    }

    /// <summary>Writes an archive to a stream.</summary>
    /// <inheritdoc cref="Save(string, IEnumerable{KeyValuePair{string, Tensor}}, bool)"/>
    public static void Save(Stream stream, IEnumerable<KeyValuePair<string, Tensor>> arrays, bool compress = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(arrays);
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, tensor) in arrays)
        {
            if (string.IsNullOrEmpty(name) || !names.Add(name))
            {
                throw new ArgumentException($"npz: the name '{name}' is empty or comes twice; every array needs a name of its own", nameof(arrays));
            }

            var entry = archive.CreateEntry(name + Extension, compress ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // the same bytes for the same arrays
            using var contents = entry.Open();
            Npy.Save(contents, tensor);
        }
    }

    /// <summary>Damage shows as various exceptions of the zip reader; all of them mean the same to the caller.</summary>
    private static T Guard<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException or OverflowException
            or NotSupportedException or ObjectDisposedException)
        {
            throw new FileFormatException(name, $"the npz archive is damaged: {e.Message}", e);
        }
    }
}
