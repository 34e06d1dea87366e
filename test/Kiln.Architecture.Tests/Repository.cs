namespace Kiln.Architecture.Tests;

/// <summary>The working tree that the tests look at, found upwards from the test's own binary.</summary>
internal static class Repository
{
    private static readonly string[] s_outputFolders = ["bin", "obj", "artifacts", "runs", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>The folder that holds Kiln.slnx.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The names of the assemblies under src/, sorted.</summary>
    public static IReadOnlyList<string> Assemblies { get; } = [.. Directory.GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>Each assembly under src/ as a row of theory data.</summary>
    public static TheoryData<string> EachAssembly => [.. Assemblies];

    /// <summary>The compiled assembly of that name, as the test project references it.</summary>
    public static string BinaryOf(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly + ".dll");

    /// <summary>The files below a folder of the tree, build outputs and hidden folders left out; '/' separates folders.</summary>
    public static IEnumerable<string> Files(string folder, params string[] extensions)
    {
        var top = Path.Combine(Root, folder);
        return Directory.Exists(top) ? Walk(new DirectoryInfo(top), extensions) : [];
    }

    /// <summary>A path as it is written in this repository: relative to the root, with '/'.</summary>
    public static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static IEnumerable<string> Walk(DirectoryInfo folder, string[] extensions)
    {
        foreach (var file in folder.EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            if (extensions.Length == 0 || extensions.Contains(file.Extension, StringComparer.Ordinal))
            {
                yield return file.FullName;
            }
        }

        foreach (var child in folder.EnumerateDirectories().OrderBy(child => child.Name, StringComparer.Ordinal))
        {
            if (s_outputFolders.Contains(child.Name, StringComparer.Ordinal) || (child.Name.StartsWith('.') && child.Name != ".ci"))
            {
                continue;
            }

            foreach (var file in Walk(child, extensions))
            {
                yield return file;
            }
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Kiln.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Kiln.slnx.");
    }
}
