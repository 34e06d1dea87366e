namespace Kiln.Cli;

/// <summary>The files of a fit, looked at before it begins: what is known to fail at the end is told at the start.</summary>
internal static class FitPlaces
{
    /// <summary>Looks at all of them.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="tables">Opens what is read.</param>
    /// <exception cref="UserException">One cannot be read or written, or one would overwrite another.</exception>
    public static void Check(FitSettings settings, PipedTables tables)
    {
        (string Option, string? Path)[] read = [("--train", settings.Train), ("--test", settings.Test), ("--search", settings.Search)];
        (string Option, string? Path)[] written = [("--predictions", settings.Predictions), ("--report", settings.Report)];
        if (Array.FindAll(read, file => file.Path == PipedTables.StandardInput) is { Length: > 1 } twice)
        {
            throw new UserException($"{string.Join(" and ", twice.Select(file => file.Option))} cannot both be read from standard input (-); name a file.") { IsWrongUse = true };
        }

        // What goes to standard output is the fit's own report, and a grid is short enough to be a file.
        (string Option, string? Path)[] files = [("--search", settings.Search), .. written];
        if (Array.Find(files, file => file.Path == PipedTables.Dash) is { Option: { } dashed })
        {
            throw new UserException($"{dashed} -: a dash is not taken here; name a file (one of this name is ./-).") { IsWrongUse = true };
        }

        foreach (var (_, path) in read.Where(file => file.Path is not null))
        {
            tables.MustBeReadable(path!);
        }

        for (var i = 0; i < written.Length; i++)
        {
            var (option, path) = written[i];
            OutputPlace.Check(option, path);
            foreach (var (other, taken) in read.Concat(written[..i]))
            {
                if (path is not null && taken is not null && OutputPlace.Same(path, taken))
                {
                    throw new UserException($"{option} {path}: this is the file of {other}, which would be lost; name another.") { IsWrongUse = true };
                }
            }

            if (path is not null && settings.Out is { } folder)
            {
                CheckBeside(option, path, folder);
            }
        }
    }

    // The folder of --out may lie where nothing is yet, so that looking at the disk does not show that a file would take its place.
    private static void CheckBeside(string option, string path, string folder)
    {
        if (OutputPlace.Same(path, folder) || OutputPlace.IsIn(folder, path))
        {
            throw new UserException($"{option} {path}: this is where the folder of --out goes; name a file.") { IsWrongUse = true };
        }

        if (FittedFolder.Owns(folder, path))
        {
            throw new UserException($"{option} {path}: this is a file of the model (--out {folder}), which would be lost; name another.") { IsWrongUse = true };
        }
    }
}
