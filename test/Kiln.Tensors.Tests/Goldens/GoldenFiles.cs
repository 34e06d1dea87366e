using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Kiln.Tensors.Tests;

/// <summary>Finds what the reference implementations produced, beside the scripts that made it.</summary>
internal static class GoldenFiles
{
    private static readonly string s_folder = Here();

    internal static string PathOf(string name) => Path.Combine(s_folder, name);

    internal static JsonElement Json(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf(name)));
        return document.RootElement.Clone();
    }

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
