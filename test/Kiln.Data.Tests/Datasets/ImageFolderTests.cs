using System.Formats.Tar;
using System.IO.Compression;
using Kiln.Numerics;

namespace Kiln.Data.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-pictures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Png(int level, int height = 4, int width = 5, int channels = 3) =>
        Kiln.Data.Png.Encode(new Image(height, width, channels, [.. Enumerable.Repeat((byte)level, height * width * channels)]));

    /// <summary>Six pictures of three classes, by name, in an order that is not that of their names.</summary>
    private static (string Name, byte[] Bytes)[] Pictures(string prefix = "") =>
    [
        ($"{prefix}dog/b.png", Png(50)), ($"{prefix}cat/2.png", Png(20)), ($"{prefix}dog/a.PNG", Png(40)), ($"{prefix}cat/10.png", Png(10)),
        ($"{prefix}eel/x/deep.png", Png(60)), ($"{prefix}cat/1.png", Png(0)), ($"{prefix}cat/readme.txt", [1, 2, 3]),
    ];

    private string WriteFolder(params (string Name, byte[] Bytes)[] files)
    {
        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(_folder, "pictures", name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }

        return Path.Combine(_folder, "pictures");
    }

    private string WriteTar(bool compressed, TarEntryFormat format, params (string Name, byte[] Bytes)[] files)
    {
        var path = Path.Combine(_folder, compressed ? "pictures.tar.gz" : "pictures.tar");
        using var file = File.Create(path);
        using Stream stream = compressed ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using var writer = new TarWriter(stream, format);
        foreach (var (name, bytes) in files)
        {
            TarEntry entry = format switch
            {
                TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name),
                TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name),
                TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, name),
                _ => new V7TarEntry(TarEntryType.V7RegularFile, name),
            };
            entry.DataStream = new MemoryStream(bytes);
            writer.WriteEntry(entry);
        }

        return path;
    }

    private static void ShouldHoldThePictures(ImageFolder set, string prefix = "")
    {
        set.Count.ShouldBe(6);
        set.ClassNames.ShouldBe(["cat", "dog", "eel"]);
        set.Labels.ToArray().ShouldBe([0, 0, 0, 1, 1, 2]);
        Enumerable.Range(0, 6).Select(set.NameOf).ShouldBe([$"{prefix}cat/1.png", $"{prefix}cat/10.png", $"{prefix}cat/2.png", $"{prefix}dog/a.PNG", $"{prefix}dog/b.png", $"{prefix}eel/x/deep.png"]);
        set.InputShape.ShouldBe([4, 5, 3]);
        var batch = set.Gather([5, 0, 3]);
        batch.Targets.ToArray<long>().ShouldBe([2, 0, 1]);
        batch.Inputs.ToArray<float>().Chunk(60).Select(p => p.Distinct().Single()).ShouldBe([60 / 255f, 0f, 40 / 255f]);
        set.InMemory().Gather([5, 0, 3]).Inputs.ToArray<float>().ShouldBe(batch.Inputs.ToArray<float>());
    }

    [Fact]
    public void A_folder_of_class_folders_is_read_in_the_order_of_names() => ShouldHoldThePictures(ImageFolder.Open(WriteFolder(Pictures())));

    [Theory]
    [InlineData(false, TarEntryFormat.Pax)]
    [InlineData(false, TarEntryFormat.Gnu)]
    [InlineData(false, TarEntryFormat.Ustar)]
    [InlineData(false, TarEntryFormat.V7)]
    [InlineData(true, TarEntryFormat.Pax)]
    [InlineData(true, TarEntryFormat.Gnu)]
    public void A_tar_archive_gives_the_same_data_set_as_its_folder(bool compressed, TarEntryFormat format) =>
        ShouldHoldThePictures(ImageFolder.Open(WriteTar(compressed, format, Pictures())));

    [Fact]
    public void Parts_are_found_within_and_must_have_the_same_classes()
    {
        var path = WriteTar(true, TarEntryFormat.Pax, [.. Pictures("./set/train/"), .. Pictures("set/test/"), ("set/odd/cat/a.png", Png(1))]);

        var (train, test) = ImageFolder.OpenParts(path, "set/train", "set/test");
        ShouldHoldThePictures(train, "set/train/");
        ShouldHoldThePictures(test, "set/test/");
        ShouldHoldThePictures(ImageFolder.Open(path, new ImageFolderOptions { Within = "set/train/" }), "set/train/");
        Should.Throw<DatasetException>(() => ImageFolder.OpenParts(path, "train", "odd", new ImageFolderOptions { Within = "set" })).Message.ShouldContain("another's label");
    }

    [Fact]
    public void Names_that_point_outside_touch_nothing()
    {
        var outside = Path.Combine(Path.GetTempPath(), "kiln-outside.png");
        var path = WriteTar(true, TarEntryFormat.Pax, ("../../cat/a.png", Png(1)), ($"{outside}", Png(2)), ("c:\\cat\\b.png", Png(3)), ("cat/ok.png", Png(4)));

        var set = ImageFolder.Open(path);

        File.Exists(outside).ShouldBeFalse();
        set.Count.ShouldBe(4);
        Directory.GetFileSystemEntries(_folder).Length.ShouldBe(1);
    }

    [Fact]
    public void Pictures_of_other_sizes_are_fitted_when_a_size_is_given_and_named_when_not()
    {
        var path = WriteFolder(("a/1.png", Png(9)), ("a/2.png", Png(9, 8, 16)), ("b/1.png", Png(9, 20, 3, 1)));

        var set = ImageFolder.Open(path);
        var e = Should.Throw<DatasetException>(() => set.Gather([0, 1]));
        e.Message.ShouldContain("a/2.png");
        e.Message.ShouldContain("8 × 16");

        foreach (var fit in new[] { PictureFit.Stretch, PictureFit.Crop })
        {
            var sized = ImageFolder.Open(path, new ImageFolderOptions { Height = 6, Width = 6, Fit = fit });
            sized.Gather([0, 1, 2]).Inputs.ToArray<float>().ShouldAllBe(v => v == 9 / 255f);
        }

        ImageFolder.Open(path, new ImageFolderOptions { Height = 4, Width = 4, Channels = 1 }).InputShape.ShouldBe([4, 4, 1]);
    }

    [Fact]
    public void A_crop_keeps_proportions_and_a_stretch_keeps_everything()
    {
        // Left half dark, right half bright: a square crop of the middle sees half of each, its outer columns too.
        var pixels = Enumerable.Range(0, 8 * 16).Select(i => (byte)(i % 16 < 8 ? 0 : 200)).ToArray();
        var path = WriteFolder(("a/1.png", Kiln.Data.Png.Encode(new Image(8, 16, 1, pixels))));
        var crop = ImageFolder.Open(path, new ImageFolderOptions { Height = 8, Width = 8, Channels = 1, Fit = PictureFit.Crop }).GetImage(0);
        crop.Pixels[..8].ToArray().ShouldBe([0, 0, 0, 0, 200, 200, 200, 200]);
    }

    [Fact]
    public void A_damaged_picture_is_named()
    {
        var path = WriteFolder(("a/1.png", Png(9)), ("a/bad.jpg", [0xFF, 0xD8, 1, 2]));
        var set = ImageFolder.Open(path);
        Should.Throw<FileFormatException>(() => set.Gather([1])).Message.ShouldContain("a/bad.jpg");
        Should.Throw<FileFormatException>(() => new DataLoader(set, 2).Epoch(0).ToList()).Message.ShouldContain("a/bad.jpg");
    }

    [Fact]
    public void What_is_no_folder_of_classes_is_explained()
    {
        Should.Throw<FileNotFoundException>(() => ImageFolder.Open(Path.Combine(_folder, "nowhere")));
        var flat = WriteFolder(("1.png", Png(9)));
        Should.Throw<DatasetException>(() => ImageFolder.Open(flat)).Message.ShouldContain("CLASS/NAME.jpg");
        Should.Throw<DatasetException>(() => ImageFolder.Open(flat, new ImageFolderOptions { Within = "train" })).Message.ShouldContain("train/CLASS");
        var text = Path.Combine(_folder, "text.tar");
        File.WriteAllText(text, new string('x', 2000));
        Should.Throw<FileFormatException>(() => ImageFolder.Open(text)).Message.ShouldContain("neither tar nor tar.gz");
        Should.Throw<ArgumentOutOfRangeException>(() => ImageFolder.Open(flat, new ImageFolderOptions { Channels = 2 }));
    }

    [Fact]
    public void Archives_are_bounded()
    {
        var path = WriteTar(true, TarEntryFormat.Pax, Pictures());
        Should.Throw<FileFormatException>(() => ImageFolder.Open(path, new ImageFolderOptions { MaxMemoryBytes = 100 })).Message.ShouldContain("gunzip");
        Should.Throw<FileFormatException>(() => ImageFolder.Open(path, new ImageFolderOptions { MaxFileBytes = 10 })).Message.ShouldContain("MaxFileBytes");
    }

    [Fact]
    public void Damaged_archives_give_a_data_set_or_an_exception_that_says_so()
    {
        var plain = File.ReadAllBytes(WriteTar(false, TarEntryFormat.Pax, ("a/1.png", Png(9)), ("b/2.png", Png(10))));
        var gnu = File.ReadAllBytes(WriteTar(false, TarEntryFormat.Gnu, ("a/1.png", Png(9)), ("b/2.png", Png(10))));
        var path = Path.Combine(_folder, "fuzz.tar");
        var random = new Random(4);
        for (var i = 0; i < 2_000; i++)
        {
            File.WriteAllBytes(path, Fuzzer.Damage(i % 2 == 0 ? plain : gnu, [plain, gnu], random));
            try
            {
                var set = ImageFolder.Open(path);
                set.Gather([.. Enumerable.Range(0, set.Count)]);
            }
            catch (Exception e) when (e is FileFormatException or DatasetException)
            {
            }
        }
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(2, 2, 1)]
    [InlineData(3, 4, 3)]
    public void Batches_are_the_same_for_any_number_of_threads_and_workers(int threads, int prefetch, int workers)
    {
        var path = WriteTar(true, TarEntryFormat.Pax, [.. Enumerable.Range(0, 40).Select(i => ($"c{i % 4}/{i}.png", Png(i * 6)))]);
        var set = ImageFolder.Open(path).With(Augment.Sequence(Augment.RandomCrop(1), Augment.ColorJitter(0.3)));
        var before = WorkerTeam.ThreadCount;
        float[] Epoch(DataLoader loader) => [.. loader.Epoch(1).SelectMany(b => b.Inputs.ToArray<float>())];
        var expected = Epoch(new DataLoader(set, 7, seed: 5, prefetch: 0));
        try
        {
            WorkerTeam.ThreadCount = threads;
            Epoch(new DataLoader(set, 7, seed: 5, prefetch: prefetch, workers: workers)).ShouldBe(expected);
        }
        finally
        {
            WorkerTeam.ThreadCount = before;
        }
    }

    [Fact]
    public void The_real_CIFAR_pictures_are_read_from_their_archive()
    {
        var (train, test) = ImageFolder.OpenParts(Goldens.RealData("cifar10/cifar10-jpeg.tar.gz"));

        (train.Count, test.Count).ShouldBe((50_000, 10_000));
        train.InputShape.ShouldBe([32, 32, 3]);
        train.ClassNames.ShouldBe(Cifar10.Classes);
        train.NameOf(0).ShouldBe("train/airplane/0000.jpg");
        var batch = train.Gather([0, 25_000, 49_999]);
        batch.Targets.ToArray<long>().ShouldBe([0, 5, 9]);

        // The published mean of CIFAR-10, which compression moves little.
        var mean = test.InMemory().Gather([.. Enumerable.Range(0, 10_000)]).Inputs.Mean(axes: [0, 1, 2]).ToArray<float>();
        mean[0].ShouldBe(0.4914f, 0.01f);
        mean[1].ShouldBe(0.4822f, 0.01f);
        mean[2].ShouldBe(0.4465f, 0.01f);
    }
}
