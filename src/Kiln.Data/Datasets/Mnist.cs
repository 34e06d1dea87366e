using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Reads MNIST and sets in its form from the four idx files they are published as.</summary>
public static class Mnist
{
    /// <summary>The class names "0" to "9".</summary>
    public static IReadOnlyList<string> Digits { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>
    /// Reads the training and the test set. The files are looked for in the folder and in its subfolder <c>raw</c>, under the names
    /// <c>train-images-idx3-ubyte</c> and <c>train-images.idx3-ubyte</c> (and so on), plain or with <c>.gz</c>.
    /// </summary>
    /// <param name="directory">
    /// The folder. Without one it is the cache (<see cref="DataCache"/>), and the files (12 MB) are downloaded into it once where they are not there.
    /// </param>
    /// <param name="classNames">The names of the classes; "0" to "9" by default.</param>
    /// <returns>Two datasets of grey images, (28, 28, 1) for MNIST.</returns>
    /// <exception cref="FileNotFoundException">A folder was given and lacks a file; the message lists the names looked for.</exception>
    /// <exception cref="DownloadException">A file could not be downloaded; the message says where to put it by hand.</exception>
    /// <exception cref="FileFormatException">A file is damaged, or images and labels do not go together.</exception>
    public static (ImageDataset Train, ImageDataset Test) Load(string? directory = null, IReadOnlyList<string>? classNames = null)
    {
        directory ??= PublicData.Mnist.EnsureInCache();
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var names = classNames ?? Digits;
        return (LoadPart(directory, "train", names), LoadPart(directory, "t10k", names));
    }

    /// <summary>Downloads those of the four files, 12 MB, that are not there already.</summary>
    /// <param name="options">Where from and to, and how; the defaults of <see cref="DownloadOptions"/> when null.</param>
    /// <param name="cancellationToken">Ends the download; what has come is kept, and the next call goes on from there.</param>
    /// <returns>The folder, for <see cref="Load"/>.</returns>
    /// <exception cref="DownloadException">A file could not be fetched or stored; the message says why and where to put it by hand.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<string> DownloadAsync(DownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        PublicData.Mnist.DownloadAsync(options, cancellationToken);

    private static ImageDataset LoadPart(string directory, string part, IReadOnlyList<string> classNames)
    {
        // Both are found before either is read, so that a missing file is told at once.
        var imagesPath = Find(directory, $"{part}-images", "idx3-ubyte");
        var labelsPath = Find(directory, $"{part}-labels", "idx1-ubyte");
        var images = IdxFile.Read(imagesPath);
        var labels = IdxFile.Read(labelsPath);
        if (images.Type != IdxType.UInt8 || images.Shape.Rank != 3 || images.Shape.ElementCount == 0)
        {
            throw new FileFormatException(imagesPath, $"holds {images.Shape} of {images.Type}; expected images, (N, height, width) of {IdxType.UInt8}");
        }

        if (labels.Type != IdxType.UInt8 || labels.Shape.Rank != 1 || labels.Shape[0] != images.Shape[0])
        {
            throw new FileFormatException(
                labelsPath, $"holds {labels.Shape} of {labels.Type}; expected the labels of the {images.Shape[0]} images of {imagesPath}, ({images.Shape[0]},) of {IdxType.UInt8}");
        }

        var classes = new int[labels.Bytes.Length];
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = labels.Bytes[i];
            if (classes[i] >= classNames.Count)
            {
                throw new FileFormatException(labelsPath, $"label {i} is {classes[i]}; there are {classNames.Count} classes");
            }
        }

        return new ImageDataset(images.OwnBytes, images.Shape[1], images.Shape[2], 1, classes, classNames);
    }

    private static string Find(string directory, string stem, string ending)
    {
        var names = new[] { $"{stem}-{ending}", $"{stem}-{ending}.gz", $"{stem}.{ending}", $"{stem}.{ending}.gz" };
        var folders = new[] { directory, Path.Combine(directory, "raw") };
        foreach (var folder in folders)
        {
            foreach (var name in names)
            {
                var path = Path.Combine(folder, name);
                if (File.Exists(path))
                {
                    return path;
                }
            }
        }

        var why = Directory.Exists(directory) ? "none of these files is there" : "there is no such folder";
        throw new FileNotFoundException(
            $"{directory}: {why}; looked for {string.Join(", ", names)} in it and in its subfolder raw. "
            + "Point to the folder that holds the four files of MNIST or Fashion-MNIST as published, or load without a folder to download them");
    }
}
