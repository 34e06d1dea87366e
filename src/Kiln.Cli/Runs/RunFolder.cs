using System.Globalization;

using Kiln.Neural;
using Kiln.Tensors;

namespace Kiln.Cli;

/// <summary>
/// The folder of one training run: run.json (settings), config.json and model.safetensors (the trained network), history.csv and
/// events.out.tfevents.* (curves), report.html, samples/ (some test pictures), checkpoints/.
/// </summary>
internal sealed class RunFolder
{
    /// <summary>The folder that runs go to when nothing else is said.</summary>
    public const string Home = "runs";

    private RunFolder(string path) => Path = path;

    /// <summary>The folder, in full.</summary>
    public string Path { get; }

    /// <summary>The settings.</summary>
    public string Settings => File("run.json");

    /// <summary>The numbers of each epoch.</summary>
    public string History => File("history.csv");

    /// <summary>The page for people.</summary>
    public string Report => File("report.html");

    /// <summary>Where training goes on from.</summary>
    public string Checkpoints => File("checkpoints");

    /// <summary>Some test pictures, to try predictions on.</summary>
    public string Samples => File("samples");

    /// <summary>The parameters of the trained network.</summary>
    public string Weights => File("model.safetensors");

    /// <summary>The path as the user would type it.</summary>
    public string Typed => Invocation.PathToType(Path);

    /// <summary>Makes the folder of a new run and writes its settings, so that a place that cannot be written is found out at once.</summary>
    /// <param name="wanted">The folder the user named, or <see langword="null"/> for the next free one below <see cref="Home"/>.</param>
    /// <param name="settings">The settings.</param>
    /// <exception cref="UserException">There is a run already, or something else stands there.</exception>
    public static RunFolder Create(string? wanted, RunSettings settings)
    {
        if (wanted is null)
        {
            return CreateNext(settings);
        }

        var path = System.IO.Path.GetFullPath(wanted);
        if (System.IO.File.Exists(path))
        {
            throw new UserException($"--out {wanted}: this is a file; name a folder that is empty or does not exist yet.");
        }

        var folder = new RunFolder(path);
        // In this order: the entry that is found may be the run.json of a command started at the same time.
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any() && !System.IO.File.Exists(folder.Settings))
        {
            throw new UserException($"{folder.Typed} is not empty, and a run needs a folder of its own. Choose another with --out.");
        }

        return folder.TryClaim(settings)
            ? folder
            : throw new UserException(
                $"{folder.Typed} already holds a run. Choose another folder with --out, or go on with it: "
                + Invocation.CommandLine("train", "cnn", "--resume", folder.Typed));
    }

    /// <summary>Opens the folder of an earlier run.</summary>
    /// <exception cref="UserException">There is no run.</exception>
    public static RunFolder Open(string path)
    {
        var folder = new RunFolder(System.IO.Path.GetFullPath(path));
        if (!Directory.Exists(folder.Path))
        {
            var runs = Known();
            throw new UserException(
                $"{path}: there is no such folder. " + (runs.Count == 0
                    ? $"Train a network first: {Invocation.CommandLine("quickstart")}"
                    : $"Runs below {Home}/ here: {string.Join(", ", runs)}"));
        }

        return System.IO.File.Exists(folder.Settings)
            ? folder
            : throw new UserException($"{path} is not the folder of a run: it has no run.json. Runs are made by {Invocation.CommandLine("quickstart")} and {Invocation.CommandLine("train", "cnn")}.");
    }

    /// <summary>The network that the run trained.</summary>
    /// <exception cref="UserException">Training has not reached its end, or a file is damaged.</exception>
    public Module LoadNetwork()
    {
        if (!System.IO.File.Exists(Weights))
        {
            throw new UserException($"{Typed} has no trained model yet. Go on with its training: {Invocation.CommandLine("train", "cnn", "--resume", Typed)}");
        }

        try
        {
            return Module.Load(Path);
        }
        catch (FileFormatException error)
        {
            throw new UserException(DamagedFile.Describe(error, "Put back a copy of the run, or train the network again."), error);
        }
    }

    /// <summary>The settings of the run.</summary>
    /// <exception cref="UserException">They are damaged.</exception>
    public RunSettings LoadSettings()
    {
        try
        {
            return RunSettingsFile.Read(Settings);
        }
        catch (FileFormatException error)
        {
            throw new UserException(
                DamagedFile.Describe(error, "Put back a copy of it (any run of the same kind has one like it), or train the network again in another folder."), error);
        }
    }

    /// <summary>Makes the next free folder below <see cref="Home"/>. Of commands that are started together each gets one of its own.</summary>
    private static RunFolder CreateNext(RunSettings settings)
    {
        for (var number = 1; ; number++)
        {
            var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Home, string.Create(CultureInfo.InvariantCulture, $"{settings.Name}-{number}")));
            if (!System.IO.Path.Exists(path) && new RunFolder(path) is var folder && folder.TryClaim(settings))
            {
                return folder;
            }
        }
    }

    /// <summary>Makes the folder and its run.json, which only one command can do.</summary>
    /// <returns>Whether this one did; otherwise nothing has changed.</returns>
    private bool TryClaim(RunSettings settings)
    {
        try
        {
            Directory.CreateDirectory(Path);
            return RunSettingsFile.TryCreate(Settings, settings);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                $"The run cannot be saved in {Typed}: {LibraryMessages.Translate(error.Message)} Choose a folder you may write to with --out.", error);
        }
    }

    private static List<string> Known() => !Directory.Exists(Home) ? [] :
        [.. Directory.EnumerateDirectories(Home).Where(run => System.IO.File.Exists(System.IO.Path.Combine(run, "run.json"))).Order(StringComparer.Ordinal).Take(10)];

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
