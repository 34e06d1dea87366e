using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Kiln.Evaluation.Tests;

/// <summary>Reads expected results, and compares rendered text with the reviewed snapshot in Goldens/.</summary>
internal static class Golden
{
    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Goldens");

    public static JsonElement Json(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), name)));
        return document.RootElement.Clone();
    }

    public static string PathOf(string name) => Path.Combine(Folder(), name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder(), name));

    public static int[] Ints(this JsonElement element, string property) =>
        [.. element.GetProperty(property).EnumerateArray().Select(static v => v.GetInt32())];

    public static double[] Doubles(this JsonElement element, string property) =>
        [.. element.GetProperty(property).EnumerateArray().Select(static v => v.GetDouble())];

    /// <summary>Fails when the text differs from the snapshot; with KILN_UPDATE_SNAPSHOTS=1 the snapshot is rewritten, for review in the diff.</summary>
    public static void Matches(string actual, string name)
    {
        var path = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("KILN_UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Folder());
            File.WriteAllText(path, actual, new UTF8Encoding(false));
            return;
        }

        File.Exists(path).ShouldBeTrue($"no snapshot {name} yet: run the tests with KILN_UPDATE_SNAPSHOTS=1 and review it");
        var expected = File.ReadAllText(path);
        if (actual == expected)
        {
            return;
        }

        var at = 0;
        while (at < Math.Min(actual.Length, expected.Length) && actual[at] == expected[at])
        {
            at++;
        }

        Assert.Fail(
            $"{name} differs at character {at}.\nexpected: …{Around(expected, at)}…\nactual:   …{Around(actual, at)}…\n"
            + "When the change is meant, run the tests with KILN_UPDATE_SNAPSHOTS=1 and review the diff.");
    }

    private static string Around(string text, int at) => text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 60)];
}
