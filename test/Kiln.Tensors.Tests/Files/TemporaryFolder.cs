namespace Kiln.Tensors.Tests;

/// <summary>A folder of a test's own, removed with its contents at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("kiln-test-").FullName;

    internal string this[string name] => System.IO.Path.Combine(Path, name);

    internal string[] FileNames => [.. Directory.GetFiles(Path).Select(f => System.IO.Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
