namespace Kiln.Cli.Tests;

/// <summary>
/// Compares text with a reviewed file under Expectations/. <c>KILN_UPDATE_SNAPSHOTS=1</c> rewrites the files; the change is then reviewed
/// like any other.
/// </summary>
internal static class Snapshot
{
    private static readonly string s_folder = Path.Combine(SourceTree.Root, "test", "Kiln.Cli.Tests", "Expectations");

    public static void Matches(string name, string actual)
    {
        var text = string.Join('\n', actual.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n') + "\n";
        var file = Path.Combine(s_folder, name + ".txt");
        if (Environment.GetEnvironmentVariable("KILN_UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(s_folder);
            File.WriteAllText(file, text);
            return;
        }

        File.Exists(file).ShouldBeTrue($"no expectation {name}.txt yet: run the test with KILN_UPDATE_SNAPSHOTS=1 and review the file");
        text.ShouldBe(File.ReadAllText(file).ReplaceLineEndings("\n"), $"Expectations/{name}.txt; KILN_UPDATE_SNAPSHOTS=1 rewrites it");
    }
}
