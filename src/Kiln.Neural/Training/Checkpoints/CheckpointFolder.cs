using System.Globalization;

namespace Kiln.Neural;

/// <summary>
/// The folder of one run's checkpoints. Each is a folder of its own, <c>step-0000000120-epoch-0002</c>, that appears by one rename when
/// every file in it is on the disk, so that a kill at any moment leaves either no trace but a temporary or a whole checkpoint, and never
/// touches an older one.
/// </summary>
/// <remarks>
/// While it is open, a lock on the file <c>.lock</c> keeps a second run out; the system drops it when the process ends, however it ends.
/// Temporaries of a killed run (<c>.writing-…</c>, <c>.removing-…</c>) are cleaned when the folder is opened.
/// </remarks>
internal sealed class CheckpointFolder : IDisposable
{
    private const string Writing = ".writing-";
    private const string Removing = ".removing-";

    private readonly FileStream _lock;

    private CheckpointFolder(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    internal string Path { get; }

    /// <summary>Opens a folder for a run: makes it if missing, keeps others out, cleans it, and finds out now whether it can be written.</summary>
    internal static CheckpointFolder Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
            var @lock = new FileStream(
                System.IO.Path.Combine(full, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            var folder = new CheckpointFolder(full, @lock);
            folder.Clean();
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CheckpointException.At(full, $"FitOptions.CheckpointFolder: '{path}' cannot be used: {CheckpointErrors.Explain(e)}", e);
        }
    }

    /// <summary>The checkpoints of a folder, the newest first, whole or not.</summary>
    internal static IReadOnlyList<string> List(string path) => !Directory.Exists(path)
        ? []
        : [.. Directory.EnumerateDirectories(path)
            .Where(d => System.IO.Path.GetFileName(d).StartsWith("step-", StringComparison.Ordinal))
            .OrderDescending(StringComparer.Ordinal)];

    /// <summary>Reads the newest whole checkpoint; damaged ones are told of and passed over.</summary>
    /// <returns>The checkpoint and its folder; null when there is none at all.</returns>
    /// <exception cref="CheckpointException">There are checkpoints, but each one is damaged.</exception>
    internal (Snapshot Snapshot, string Path)? ReadNewest(Action<string> warn)
    {
        IReadOnlyList<string> all = List(Path);
        var problems = new List<string>();
        foreach (string checkpoint in all)
        {
            try
            {
                Snapshot snapshot = CheckpointFiles.Read(checkpoint);
                foreach (string problem in problems)
                {
                    warn($"passed over a damaged checkpoint: {problem}");
                }

                return (snapshot, checkpoint);
            }
            catch (CheckpointException e)
            {
                problems.Add(e.Message);
            }
        }

        return problems.Count == 0
            ? null
            : throw CheckpointException.At(
                Path,
                $"no checkpoint in '{Path}' is whole:\n  {string.Join("\n  ", problems)}\n"
                + "Put back a copy of one, or delete them all to start from the beginning.");
    }

    /// <summary>Writes a checkpoint, all or nothing.</summary>
    /// <returns>Its folder.</returns>
    /// <exception cref="CheckpointException">It could not be written; older ones are as they were.</exception>
    internal string Write(Snapshot snapshot)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"step-{snapshot.Step:D10}-epoch-{snapshot.Epoch:D4}");
        string temporary = System.IO.Path.Combine(Path, $"{Writing}{name}-{Guid.NewGuid():n}");
        try
        {
            Directory.CreateDirectory(temporary);
            CheckpointFiles.Write(temporary, snapshot);
            string target = FreeName(name);
            Directory.Move(temporary, target);
            return target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            string newest = List(Path) is [var first, ..] ? $"the checkpoint '{first}' is whole" : "there is no earlier checkpoint";
            throw CheckpointException.At(
                Path,
                $"the checkpoint {name} could not be written to '{Path}': {CheckpointErrors.Explain(e)}; {newest}", e);
        }
    }

    /// <summary>Removes all but the newest checkpoints. One that cannot be removed stays.</summary>
    internal void Prune(int keep)
    {
        foreach (string old in List(Path).Skip(keep))
        {
            // Renamed first, so that a kill in the middle leaves no half checkpoint under the name of a whole one.
            string doomed = System.IO.Path.Combine(Path, $"{Removing}{Guid.NewGuid():n}");
            try
            {
                Directory.Move(old, doomed);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            TryDelete(doomed);
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>The name, or the name with a number when a resumed run comes by the same step again: an existing checkpoint is never touched.</summary>
    private string FreeName(string name)
    {
        string target = System.IO.Path.Combine(Path, name);
        for (int i = 2; Directory.Exists(target); i++)
        {
            target = System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{name}-{i:D4}"));
        }

        return target;
    }

    private void Clean()
    {
        foreach (string stale in Directory.EnumerateDirectories(Path, ".*"))
        {
            string name = System.IO.Path.GetFileName(stale);
            if (name.StartsWith(Writing, StringComparison.Ordinal) || name.StartsWith(Removing, StringComparison.Ordinal))
            {
                TryDelete(stale);
            }
        }

        // The lock file alone would open on a full disk or one mounted read-only after it was made.
        string probe = System.IO.Path.Combine(Path, $"{Writing}probe");
        Directory.CreateDirectory(probe);
        Directory.Delete(probe);
    }

    private static void TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A temporary that cannot be removed harms nobody; the next run tries again.
        }
    }
}
