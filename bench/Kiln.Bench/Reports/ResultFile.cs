using System.Text.Json;

namespace Kiln.Bench;

/// <summary>Lines kept from run to run, so that a long set can be measured in pieces.</summary>
internal static class ResultFile
{
    public static IReadOnlyList<string> Read(string path) => File.Exists(path) ? [.. File.ReadLines(path).Where(l => l.Length > 0)] : [];

    /// <summary>Adds a line in place of the one with the same name and threads.</summary>
    public static void Put(string path, string line)
    {
        var lines = Read(path).ToList();
        var old = lines.FindIndex(l => Key(l) == Key(line));
        if (old < 0)
        {
            lines.Add(line);
        }
        else
        {
            lines[old] = line;
        }

        File.WriteAllLines(path, lines);
    }

    /// <summary>The name of the comparison, or nothing for the machine, and the threads.</summary>
    private static (string Name, int Threads) Key(string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        return (root.TryGetProperty("name", out var name) ? name.GetString()! : string.Empty, root.GetProperty("threads").GetInt32());
    }
}
