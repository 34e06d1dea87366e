using Kiln.Data;

namespace Kiln.Cli;

/// <summary>A set of images the command can train on.</summary>
internal enum DataKind
{
    /// <summary>Digits that the program draws itself.</summary>
    Digits,

    /// <summary>Handwritten digits, from the idx files they are published as.</summary>
    Mnist,

    /// <summary>Pictures of clothes, in the same files as MNIST.</summary>
    FashionMnist,
}

/// <summary>The data sets by the names they have on the command line, and how each is loaded.</summary>
internal static class DataKinds
{
    /// <summary>Height and width of every picture in these sets.</summary>
    public const int Side = 28;

    /// <summary>The names, for help and messages.</summary>
    public static IReadOnlyList<string> Names { get; } = ["digits", "mnist", "fashion-mnist"];

    /// <summary>The name of a set.</summary>
    public static string NameOf(DataKind kind) => Names[(int)kind];

    /// <summary>The set of a name, or <see langword="null"/>.</summary>
    public static DataKind? Parse(string name)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name)
            {
                return (DataKind)i;
            }
        }

        return null;
    }

    /// <summary>The names of the classes.</summary>
    public static IReadOnlyList<string> ClassNames(DataKind kind) => kind == DataKind.FashionMnist ? FashionMnist.Classes : Mnist.Digits;

    /// <summary>Whether it is read from files: those of a folder that is named, or of the cache, into which they are downloaded once.</summary>
    public static bool HasFiles(DataKind kind) => kind != DataKind.Digits;

    /// <summary>Loads what the settings name.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="screen">Where a download is shown.</param>
    /// <param name="cancellationToken">Ends a download.</param>
    /// <exception cref="UserException">There are fewer images than asked for, or the files could not be downloaded.</exception>
    /// <exception cref="IOException">A file is missing or unreadable.</exception>
    /// <exception cref="Tensors.FileFormatException">A file is damaged.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public static (ImageDataset Train, ImageDataset Test) Load(RunSettings settings, Screen screen, CancellationToken cancellationToken) => settings.Data switch
    {
        DataKind.Digits => DrawnDigits.Load(
            settings.TrainSize ?? RunSettings.DefaultDrawnToTrain, settings.TestSize ?? RunSettings.DefaultDrawnToTest, (ulong)settings.Seed),
        DataKind.Mnist => First(settings, Mnist.Load(settings.DataFolder ?? DataFetch.Folder(settings.Data, screen, cancellationToken))),
        _ => First(settings, FashionMnist.Load(settings.DataFolder ?? DataFetch.Folder(settings.Data, screen, cancellationToken))),
    };

    private static (ImageDataset Train, ImageDataset Test) First(RunSettings settings, (ImageDataset Train, ImageDataset Test) all) =>
        (First(settings, all.Train, settings.TrainSize, "--train-size", "training"), First(settings, all.Test, settings.TestSize, "--test-size", "test"));

    private static ImageDataset First(RunSettings settings, ImageDataset images, int? wanted, string option, string part)
    {
        if (wanted is not { } count || count == images.Count)
        {
            return images;
        }

        if (count > images.Count)
        {
            throw new UserException($"{option} {count}: {NameOf(settings.Data)}{(settings.DataFolder is { } folder ? $" in {folder}" : "")} has {images.Count} {part} images.");
        }

        var size = images.GetImage(0).Pixels.Length;
        var pixels = new byte[count * size];
        for (var i = 0; i < count; i++)
        {
            images.GetImage(i).Pixels.CopyTo(pixels.AsSpan(i * size));
        }

        var shape = images.InputShape;
        return new ImageDataset(pixels, shape[0], shape[1], shape[2], images.Labels[..count], images.ClassNames);
    }
}
