namespace Kiln.Cli;

/// <summary>What is said of a path that should be the folder of a model: how such folders come about, and which there are beside it.</summary>
internal static class ModelFolders
{
    private const string Run = "run.json";
    private const int Shown = 10;

    /// <summary>Sees that a path is a folder with something in it that predicts.</summary>
    /// <exception cref="UserException">It is none.</exception>
    public static void MustBeOne(string path)
    {
        var made = $"{Invocation.CommandLine("fit", "ridge", "--train", "a.csv", "--target", "y", "--out", "model")} makes one for tables, {Invocation.CommandLine("quickstart")} one for pictures.";
        if (File.Exists(path))
        {
            throw new UserException($"{path}: this is a file; name the folder of a fitted estimator or of a run. {made}");
        }

        if (!Directory.Exists(path))
        {
            throw new UserException($"{path}: there is no such folder. {Beside(path)}{made}");
        }

        if (!File.Exists(Path.Combine(path, Run)))
        {
            var model = Path.Combine(path, "model.safetensors");
            throw new UserException($"{path} holds neither a fitted estimator (fit.json) nor a run ({Run}). "
                + (File.Exists(model) ? $"Its {Path.GetFileName(model)} was saved by a program; which columns it takes stands nowhere, so predict from a program too. " : "") + made);
        }
    }

    private static string Beside(string path)
    {
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        var known = Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent).Where(folder => FittedFolder.Is(folder) || File.Exists(Path.Combine(folder, Run))).Order(StringComparer.Ordinal).Take(Shown).ToList()
            : [];
        return known.Count == 0 ? "" : $"Models beside it: {string.Join(", ", known.Select(Path.GetFileName))}. ";
    }
}
