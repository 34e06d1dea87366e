using System.Formats.Tar;
using System.IO.Compression;

namespace Kiln.Data.Tests;

public sealed class Cifar10Tests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-cifar-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Two pictures; the red plane counts up, green is 100 and blue the label.</summary>
    private static byte[] Records(byte label)
    {
        var picture = new byte[3073];
        picture[0] = label;
        for (var i = 0; i < 1024; i++)
        {
            (picture[1 + i], picture[1025 + i], picture[2049 + i]) = ((byte)i, 100, label);
        }

        return [.. picture, .. picture];
    }

    private static (string Name, byte[] Bytes)[] Batches() =>
        [.. Enumerable.Range(1, 5).Select(i => ($"data_batch_{i}.bin", Records((byte)i))), ("test_batch.bin", Records(9))];

    private static void ShouldBeRight((ImageDataset Train, ImageDataset Test) sets)
    {
        sets.Train.Labels.ToArray().ShouldBe([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
        sets.Test.Labels.ToArray().ShouldBe([9, 9]);
        sets.Train.InputShape.ShouldBe([32, 32, 3]);
        sets.Train.ClassNames[6].ShouldBe("frog");
        var picture = sets.Train.GetImage(4);
        (picture[1, 2, 0], picture[1, 2, 1], picture[1, 2, 2]).ShouldBe(((byte)34, (byte)100, (byte)3));
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return stream.ToArray();
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("cifar-10-batches-bin", false)]
    [InlineData("", true)]
    public void The_six_files_are_found_plain_and_packed(string folder, bool packed)
    {
        Directory.CreateDirectory(Path.Combine(_folder, folder));
        foreach (var (name, bytes) in Batches())
        {
            File.WriteAllBytes(Path.Combine(_folder, folder, packed ? name + ".gz" : name), packed ? Gzip(bytes) : bytes);
        }

        ShouldBeRight(Cifar10.Load(_folder));
    }

    [Fact]
    public void The_archive_is_read_without_being_unpacked()
    {
        using (var file = File.Create(Path.Combine(_folder, "cifar-10-binary.tar.gz")))
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        using (var tar = new TarWriter(gzip))
        {
            foreach (var (name, bytes) in Batches().Reverse().Append(("readme.html", [1])))
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"cifar-10-batches-bin/{name}") { DataStream = new MemoryStream(bytes) });
            }
        }

        ShouldBeRight(Cifar10.Load(_folder));
        Directory.GetFileSystemEntries(_folder).Length.ShouldBe(1);
    }

    [Fact]
    public void Missing_and_damaged_files_are_told()
    {
        Should.Throw<FileNotFoundException>(() => Cifar10.Load(_folder)).Message.ShouldContain("cifar-10-binary.tar.gz");
        var path = Path.Combine(_folder, "data_batch_1.bin");
        File.WriteAllBytes(path, Records(3)[..^1]);
        Should.Throw<FileFormatException>(() => Cifar10.ReadBatch(path)).Message.ShouldContain("not a whole number");
        File.WriteAllBytes(path, Records(10));
        Should.Throw<FileFormatException>(() => Cifar10.ReadBatch(path)).Message.ShouldContain("label 10");
        File.WriteAllBytes(path, [0x1F, 0x8B, 1, 2, 3]);
        Should.Throw<FileFormatException>(() => Cifar10.ReadBatch(path)).Message.ShouldContain("gzip");
        File.WriteAllBytes(Path.Combine(_folder, "test_batch.bin"), Records(1));
        Should.Throw<FileNotFoundException>(() => Cifar10.Load(_folder)).Message.ShouldContain("data_batch_2.bin");
        File.Delete(path);
        File.WriteAllBytes(Path.Combine(_folder, "cifar-10-binary.tar.gz"), Gzip(new byte[1024]));
        Should.Throw<FileFormatException>(() => Cifar10.Load(_folder)).Message.ShouldContain("does not hold data_batch_1.bin");
    }

    [Fact]
    public void The_real_lossless_pictures_are_read()
    {
        var set = Cifar10.ReadBatch(Goldens.RealData("cifar10/data_batch_1_first4000_lossless.bin.gz"));
        set.Count.ShouldBe(4000);
        set.Labels[..10].ToArray().ShouldBe([6, 9, 9, 4, 1, 1, 2, 7, 8, 3]);
    }
}
