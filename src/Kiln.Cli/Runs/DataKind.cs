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

    /// <summary>Whether it is read from a folder.</summary>
    public static bool NeedsFolder(DataKind kind) => kind != DataKind.Digits;

    /// <summary>Loads what the settings name.</summary>
    /// <exception cref="IOException">A file is missing or unreadable.</exception>
    /// <exception cref="Tensors.FileFormatException">A file is damaged.</exception>
    public static (ImageDataset Train, ImageDataset Test) Load(RunSettings settings) => settings.Data switch
    {
        DataKind.Digits => DrawnDigits.Load(settings.TrainSize, settings.TestSize, (ulong)settings.Seed),
        DataKind.Mnist => Mnist.Load(settings.DataFolder!),
        _ => FashionMnist.Load(settings.DataFolder!),
    };
}
