using Kiln.Neural;

namespace Kiln.Cli;

/// <summary>Writes the trained network, and makes room for it where the disk is full: the result is worth more than old checkpoints.</summary>
internal static class ModelWriter
{
    private const int BytesBesideParameters = 1 << 16;

    /// <summary>Writes the network into the run's folder.</summary>
    /// <param name="network">The network.</param>
    /// <param name="folder">The run.</param>
    /// <param name="warn">Is told when checkpoints had to go.</param>
    /// <exception cref="UserException">It does not fit, even without the run's checkpoints; those are as they were.</exception>
    public static void Write(Module network, RunFolder folder, Action<string> warn)
    {
        try
        {
            network.Save(folder.Path);
            return;
        }
        catch (IOException full) when (FailureReport.IsDiskFull(full))
        {
            // Handled below; anything else is told as it is.
        }

        var needed = network.NamedParameters().Sum(parameter => (long)parameter.Value.Shape.ElementCount * sizeof(float)) + BytesBesideParameters;
        var checkpoints = RunProgress.Checkpoints(folder);
        if (Free(folder.Path) + checkpoints.Sum(SizeOf) < needed)
        {
            throw new UserException(
                $"The trained network could not be written to {folder.Typed}: the disk is full, and {Numbers.Bytes(needed)} are needed. Free some room, then go on "
                + $"from the newest checkpoint: {Invocation.CommandLine("train", "cnn", "--resume", folder.Typed)}");
        }

        foreach (var checkpoint in checkpoints)
        {
            Remove(checkpoint);
            if (Free(folder.Path) >= needed)
            {
                break;
            }
        }

        network.Save(folder.Path);
        warn("the disk is full: checkpoints of this run were removed to make room for the trained network.");
    }

    private static long Free(string path)
    {
        try
        {
            return new DriveInfo(path).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return 0; // A system that does not tell.
        }
    }

    private static long SizeOf(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    // Renamed first, so that a kill in the middle leaves no half checkpoint under the name of a whole one; Fit removes what has this name.
    private static void Remove(string checkpoint)
    {
        var doomed = Path.Combine(Path.GetDirectoryName(checkpoint)!, $".removing-{Guid.NewGuid():n}");
        try
        {
            Directory.Move(checkpoint, doomed);
            Directory.Delete(doomed, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What cannot be removed makes no room; writing the network will tell.
        }
    }
}
