namespace Kiln.Data.Tests;

/// <summary>A file of some text that goes when the test ends.</summary>
internal sealed class TemporaryCsv : IDisposable
{
    internal TemporaryCsv(string text, string extension = ".csv")
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"kiln-{Guid.NewGuid():n}{extension}");
        File.WriteAllText(Path, text);
    }

    internal string Path { get; }

    public void Dispose() => File.Delete(Path);
}
