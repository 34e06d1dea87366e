namespace Kiln.Data;

/// <summary>The data sets that can be downloaded: their files, and the public addresses that have them.</summary>
internal sealed record PublicData(string Name, PublicFile[] Files, string[] Addresses)
{
    private const string MirrorVariable = "KILN_DATA_MIRROR";

    internal static PublicData Mnist { get; } = new(
        "mnist",
        [
            new("train-images-idx3-ubyte.gz", 9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            new("train-labels-idx1-ubyte.gz", 28_881, "d53e105ee54ea40749a09fcbcd1e9432", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            new("t10k-images-idx3-ubyte.gz", 1_648_877, "9fb629c4189551a2d022fa330f9573f3", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            new("t10k-labels-idx1-ubyte.gz", 4_542, "ec29112dd5afa0611ce80d1b7f02629c", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        ],
        ["https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"]);

    internal static PublicData FashionMnist { get; } = new(
        "fashion-mnist",
        [
            new("train-images-idx3-ubyte.gz", 26_421_880, "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
            new("train-labels-idx1-ubyte.gz", 29_515, "25c81989df183df01b3e8a0aad5dffbe"),
            new("t10k-images-idx3-ubyte.gz", 4_422_102, "bef4ecab320f06d8554ea6380940ec79"),
            new("t10k-labels-idx1-ubyte.gz", 5_148, "bb300cfdad3c16e7a12a480ee83cd310"),
        ],
        ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/", "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"]);

    internal static PublicData Cifar10 { get; } = new(
        "cifar10", [new("cifar-10-binary.tar.gz", 170_052_171, "c32a1d4ab5d03f1284b67883e8d13530")], ["https://www.cs.toronto.edu/~kriz/"]);

    /// <summary>The set's folder in the cache, with all files in it: those that are missing are downloaded, after a line on the standard error stream.</summary>
    internal string EnsureInCache()
    {
        var folder = DataCache.FolderOf(Name);
        if (Files.All(file => IsThere(folder, file)))
        {
            return folder;
        }

        Console.Error.WriteLine($"Downloading {Name} ({Files.Sum(file => file.Length) / 1e6:F0} MB) to {folder}");

        // On a thread of the pool, so that a caller's synchronization context is not waited for.
        return Task.Run(() => DownloadAsync(null, CancellationToken.None)).GetAwaiter().GetResult();
    }

    /// <summary>Fetches the files that are missing.</summary>
    /// <returns>The folder they are in.</returns>
    internal async Task<string> DownloadAsync(DownloadOptions? options, CancellationToken cancellationToken)
    {
        options = (options ?? new DownloadOptions()).Validated();
        var folder = Path.GetFullPath(options.Folder ?? DataCache.FolderOf(Name));
        var mirror = options.Mirror ?? Environment.GetEnvironmentVariable(MirrorVariable);
        var sources = string.IsNullOrWhiteSpace(mirror) ? Addresses : [$"{mirror.TrimEnd('/', '\\')}/{Name}/"];
        foreach (var file in Files)
        {
            if (!IsThere(folder, file))
            {
                await new FileDownload(file, folder, sources, Advice(file, folder), options).RunAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return folder;
    }

    /// <summary>Whether a file, packed or unpacked, stands where it belongs.</summary>
    private static bool IsThere(string folder, PublicFile file) =>
        File.Exists(Path.Combine(folder, file.Name))
        || (file.Name.EndsWith("-ubyte.gz", StringComparison.Ordinal) && File.Exists(Path.Combine(folder, file.Name[..^3])))
        || (file.Name.StartsWith("cifar-10-binary", StringComparison.Ordinal) && File.Exists(Path.Combine(folder, "cifar-10-batches-bin", "test_batch.bin")));

    private string Advice(PublicFile file, string folder) =>
        $"Without a network, put {file.Name} ({file.Length} bytes, MD5 {file.Md5}) into {folder}, or set {MirrorVariable} to an address or a folder that has {Name}/{file.Name}";
}
