namespace Kiln.Data.Tests;

[Collection(nameof(AloneCollection))]
public sealed class ImageFolderMemoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-pictures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>
    /// Pictures kept would add 0.8 MB an epoch, or four times that as numbers. What the runtime does once in a while adds to a single reading,
    /// so the smallest of the last three is judged: by then the growth of three epochs stands in each.
    /// </summary>
    [Fact]
    public void Streaming_keeps_no_more_than_its_batches()
    {
        for (var i = 0; i < 64; i++)
        {
            var path = Path.Combine(_folder, "c", $"{i}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, Png.Encode(new Image(64, 64, 3, [.. Enumerable.Repeat((byte)i, 64 * 64 * 3)])));
        }

        var set = ImageFolder.Open(_folder);
        long Kept()
        {
            foreach (var _ in new DataLoader(set, 8, workers: 2).Epoch(0))
            {
            }

            return GC.GetTotalMemory(forceFullCollection: true);
        }

        Kept();
        var after = Kept();
        long[] later = [.. Enumerable.Range(0, 5).Select(_ => Kept())];

        later[2..].Min().ShouldBeLessThan(after + (1 << 20));
    }
}

/// <summary>Tests that count what the whole process does run beside no others.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
