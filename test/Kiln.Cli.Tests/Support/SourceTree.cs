namespace Kiln.Cli.Tests;

/// <summary>The working tree the tests were built from.</summary>
internal static class SourceTree
{
    /// <summary>The folder of Kiln.slnx.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kiln.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Kiln.slnx.");
    }
}
