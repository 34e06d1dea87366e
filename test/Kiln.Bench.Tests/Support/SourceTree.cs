namespace Kiln.Bench.Tests;

/// <summary>Where the sources are.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find();

    public static string Peers => Path.Combine(Root, "bench", "peers");

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Kiln.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Kiln.slnx is in no folder above the test");
        }

        return folder.FullName;
    }
}
