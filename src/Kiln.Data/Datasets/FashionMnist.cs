using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Reads Fashion-MNIST: pictures of clothes in the form of MNIST (Xiao, Rasul and Vollgraf 2017).</summary>
public static class FashionMnist
{
    /// <summary>The ten classes, by label.</summary>
    public static IReadOnlyList<string> Classes { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Reads the training and the test set from the four files, named as <see cref="Mnist.Load"/> expects them.</summary>
    /// <param name="directory">
    /// The folder. Without one it is the cache (<see cref="DataCache"/>), and the files (31 MB) are downloaded into it once where they are not there.
    /// </param>
    /// <returns>Two datasets of images (28, 28, 1).</returns>
    /// <exception cref="FileNotFoundException">A folder was given and lacks a file; the message lists the names looked for.</exception>
    /// <exception cref="DownloadException">A file could not be downloaded; the message says where to put it by hand.</exception>
    /// <exception cref="FileFormatException">A file is damaged, or images and labels do not go together.</exception>
    public static (ImageDataset Train, ImageDataset Test) Load(string? directory = null) =>
        Mnist.Load(directory ?? PublicData.FashionMnist.EnsureInCache(), Classes);

    /// <summary>Downloads those of the four files, 31 MB, that are not there already.</summary>
    /// <param name="options">Where from and to, and how; the defaults of <see cref="DownloadOptions"/> when null.</param>
    /// <param name="cancellationToken">Ends the download; what has come is kept, and the next call goes on from there.</param>
    /// <returns>The folder, for <see cref="Load"/>.</returns>
    /// <exception cref="DownloadException">A file could not be fetched or stored; the message says why and where to put it by hand.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<string> DownloadAsync(DownloadOptions? options = null, CancellationToken cancellationToken = default) =>
        PublicData.FashionMnist.DownloadAsync(options, cancellationToken);
}
