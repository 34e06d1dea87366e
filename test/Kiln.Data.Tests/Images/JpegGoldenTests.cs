namespace Kiln.Data.Tests;

public class JpegGoldenTests
{
    public static TheoryData<string> Names() =>
        [.. Directory.GetFiles(Goldens.PathOf("Jpeg"), "*.jpg").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_of_every_kind_decode_to_the_pixels_of_libjpeg_turbo(string name)
    {
        var expected = Png.Read(Goldens.PathOf("Jpeg", name + ".png"));

        var image = Jpeg.Read(Goldens.PathOf("Jpeg", name + ".jpg"));

        image.ToString().ShouldBe(expected.ToString());
        image.Pixels.ToArray().ShouldBe(expected.Pixels.ToArray());
    }

    [Fact]
    public void There_are_goldens_of_every_kind() => Names().Count.ShouldBeGreaterThan(60);

    [Fact]
    public void The_orientation_can_be_left_alone()
    {
        var turned = Jpeg.Read(Goldens.PathOf("Jpeg", "orientation-6.jpg"));
        var stored = Jpeg.Read(Goldens.PathOf("Jpeg", "orientation-6.jpg"), new JpegOptions { ApplyOrientation = false });

        (turned.Height, turned.Width).ShouldBe((17, 10));
        (stored.Height, stored.Width).ShouldBe((10, 17));
        for (var y = 0; y < 17; y++)
        {
            turned[y, 0, 1].ShouldBe(stored[9, y, 1]);
        }
    }

    [Fact]
    public void A_file_cut_short_gives_what_is_there_when_asked_to()
    {
        var path = Goldens.PathOf("Jpeg", "cut", "first-row.jpg");

        Should.Throw<FileFormatException>(() => Jpeg.Read(path)).Message.ShouldContain("cut short");
        var image = Jpeg.Read(path, new JpegOptions { KeepDamaged = true });

        // Fifteen rows do not depend on what follows; the rest is grey.
        const int whole = 15 * 32 * 3;
        image.Pixels[..whole].SequenceEqual(Png.Read(Goldens.PathOf("Jpeg", "cut", "first-row.png")).Pixels[..whole]).ShouldBeTrue();
        image.Pixels[(17 * 32 * 3)..].ContainsAnyExcept((byte)128).ShouldBeFalse();
    }

    [Fact]
    public void Decoders_on_many_threads_do_not_disturb_one_another()
    {
        var files = Names().Select(row => row.Data).ToArray();
        Parallel.For(0, 4 * files.Length, i =>
        {
            var name = files[i % files.Length];
            Jpeg.Read(Goldens.PathOf("Jpeg", name + ".jpg")).Pixels.SequenceEqual(Png.Read(Goldens.PathOf("Jpeg", name + ".png")).Pixels).ShouldBeTrue(name);
        });
    }

    [Fact]
    public void Small_pictures_cost_their_pixels_and_little_more()
    {
        var file = File.ReadAllBytes(Goldens.PathOf("Jpeg", "size-32x32-420.jpg"));
        Jpeg.Decode(file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Jpeg.Decode(file);
        }

        ((GC.GetAllocatedBytesForCurrentThread() - before) / 100).ShouldBeLessThan(3072 + 200);
    }
}
