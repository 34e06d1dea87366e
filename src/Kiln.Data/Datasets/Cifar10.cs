using System.Formats.Tar;
using System.IO.Compression;
using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>
/// Reads CIFAR-10: 60,000 colour pictures of 32 × 32 in ten classes (Krizhevsky 2009), from the binary files as published. The same pictures as
/// JPEG files are read by <see cref="ImageFolder"/>.
/// </summary>
public static class Cifar10
{
    private const string Folder = "cifar-10-batches-bin";
    private const string Archive = "cifar-10-binary.tar.gz";

    /// <summary>The ten classes, by label.</summary>
    public static IReadOnlyList<string> Classes { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>
    /// Reads the training and the test set. In the folder, or in its subfolder <c>cifar-10-batches-bin</c>, are looked for
    /// <c>data_batch_1.bin</c> to <c>data_batch_5.bin</c> and <c>test_batch.bin</c>, plain or with <c>.gz</c>; then the archive
    /// <c>cifar-10-binary.tar.gz</c>, which is read without being unpacked.
    /// </summary>
    /// <param name="directory">
    /// The folder. Without one it is the cache (<see cref="DataCache"/>), and the archive (170 MB) is downloaded into it once where it is not there.
    /// </param>
    /// <returns>50,000 and 10,000 pictures, (32, 32, 3).</returns>
    /// <exception cref="FileNotFoundException">A folder was given and lacks the files; the message lists the names looked for.</exception>
    /// <exception cref="DownloadException">The archive could not be downloaded; the message says where to put it by hand.</exception>
    /// <exception cref="FileFormatException">A file is damaged.</exception>
    public static (ImageDataset Train, ImageDataset Test) Load(string? directory = null)
    {
        directory ??= PublicData.Cifar10.EnsureInCache();
        foreach (var folder in new[] { directory, Path.Combine(directory, Folder) })
        {
            if (Batch(folder, "test_batch.bin") is { } test && Batch(folder, "data_batch_1.bin") is not null)
            {
                // All are found before any is read, so that a missing file is told at once.
                string[] train = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin").Select(name => Batch(folder, name)
                    ?? throw new FileNotFoundException($"{folder}: {name} (or {name}.gz) is not there, though other batches of CIFAR-10 are"))];
                return (CifarBatch.Parse(Array.ConvertAll(train, path => (path, CifarBatch.ReadFile(path))), Classes), ReadBatch(test));
            }
        }

        var archive = Path.Combine(directory, Archive);
        return File.Exists(archive) ? LoadArchive(archive) : throw new FileNotFoundException(
            $"{directory}: {(Directory.Exists(directory) ? "none of these files is there" : "there is no such folder")}; looked for data_batch_1.bin to data_batch_5.bin and "
            + $"test_batch.bin (or .gz) in it and in its subfolder {Folder}, and for {Archive}. Cifar10.Load() without a folder downloads the archive");
    }

    /// <summary>Downloads the archive of the binary files, 170 MB, unless it is there already.</summary>
    /// <param name="options">Where from and to, and how; the defaults of <see cref="DownloadOptions"/> when null.</param>
    /// <param name="cancellationToken">Ends the download; what has come is kept, and the next call goes on from there.</param>
    /// <returns>The folder, for <see cref="Load"/>.</returns>
    /// <exception cref="DownloadException">The file could not be fetched or stored; the message says why and where to put it by hand.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<string> DownloadAsync(DownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        PublicData.Cifar10.DownloadAsync(options, cancellationToken);

    /// <summary>Reads one file of records, such as <c>data_batch_1.bin</c>, plain or gzip.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its pictures, (32, 32, 3), in the file's order.</returns>
    /// <exception cref="FileFormatException">The file is damaged or cut short.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImageDataset ReadBatch(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return CifarBatch.Parse([(path, CifarBatch.ReadFile(path))], Classes);
    }

    private static string? Batch(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : File.Exists(path + ".gz") ? path + ".gz" : null;
    }

    private static (ImageDataset Train, ImageDataset Test) LoadArchive(string path)
    {
        var found = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        try
        {
            using var file = File.OpenRead(path);
            using var gzip = new GZipStream(file, CompressionMode.Decompress);
            using var tar = new TarReader(gzip);
            while (tar.GetNextEntry() is { } entry)
            {
                var name = Path.GetFileName(PictureFiles.Normalize(entry.Name));
                if (entry.DataStream is { } data && name.EndsWith("_batch.bin", StringComparison.Ordinal) | name.StartsWith("data_batch_", StringComparison.Ordinal))
                {
                    found[name] = CifarBatch.ReadStream(data, $"{path}: {entry.Name}");
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new FileFormatException(path, "the archive is damaged or cut short; delete it and fetch it again", e);
        }

        (string, byte[]) Part(string name) => found.TryGetValue(name, out var bytes)
            ? ($"{path}: {name}", bytes)
            : throw new FileFormatException(path, $"the archive does not hold {name}");
        return (CifarBatch.Parse([.. Enumerable.Range(1, 5).Select(i => Part($"data_batch_{i}.bin"))], Classes), CifarBatch.Parse([Part("test_batch.bin")], Classes));
    }
}
