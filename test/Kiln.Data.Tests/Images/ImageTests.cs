namespace Kiln.Data.Tests;

public class ImageTests
{
    private static readonly Image Smooth = Png.Read(Goldens.PathOf("Png", "filters-libpng.png"));

    [Fact]
    public void Samples_are_found_by_row_column_and_channel()
    {
        var image = new Image(2, 2, 3, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
        image[1, 0, 2].ShouldBe((byte)8);
        Should.Throw<ArgumentOutOfRangeException>(() => image[2, 0]);
        Should.Throw<ArgumentOutOfRangeException>(() => image[0, -1]);
    }

    [Fact]
    public void A_wrong_number_of_samples_is_refused()
    {
        var e = Should.Throw<ArgumentException>(() => new Image(2, 3, 1, new byte[5]));
        e.Message.ShouldContain("takes 6 samples, 5 were given");
        Should.Throw<ArgumentOutOfRangeException>(() => new Image(0, 3, 1, []));
        Should.Throw<ArgumentOutOfRangeException>(() => new Image(1, 1, 5, new byte[5]));
    }

    [Fact]
    public void An_image_is_not_changed_by_its_source_array()
    {
        byte[] pixels = [1, 2];
        var image = new Image(1, 2, 1, pixels);
        pixels[0] = 9;
        image[0, 0].ShouldBe((byte)1);
    }

    [Fact]
    public void Grey_is_as_in_Pillow() =>
        Smooth.ToGray().Pixels.ToArray().ShouldBe(Goldens.Hex(File.ReadAllText(Goldens.PathOf("Png", "gray.txt"))));

    [Fact]
    public void Transparent_pixels_become_the_background()
    {
        var image = new Image(1, 3, 2, [10, 0, 10, 255, 0, 128]);
        image.ToGray().Pixels.ToArray().ShouldBe([255, 10, 127]);
        image.ToGray(background: 0).Pixels.ToArray().ShouldBe([0, 10, 0]);
    }

    [Fact]
    public void Inverting_leaves_alpha() =>
        new Image(1, 2, 2, [10, 20, 30, 40]).Invert().Pixels.ToArray().ShouldBe([245, 20, 225, 40]);

    [Fact]
    public void Resizing_is_as_in_Pillow_within_one_level()
    {
        foreach (var line in File.ReadLines(Goldens.PathOf("Png", "resize.txt")))
        {
            var parts = line.Split(' ');
            var resized = Smooth.Resize(int.Parse(parts[1]), int.Parse(parts[2]), Enum.Parse<ResizeFilter>(parts[0]));
            var expected = Goldens.Hex(parts[3]);
            resized.Pixels.Length.ShouldBe(expected.Length);
            for (var i = 0; i < expected.Length; i++)
            {
                Math.Abs(resized.Pixels[i] - expected[i]).ShouldBeLessThanOrEqualTo(1, $"{parts[0]} {parts[1]} × {parts[2]}, sample {i}");
            }
        }
    }

    [Fact]
    public void Resizing_gives_the_pixels_of_Pillow()
    {
        var gray = Smooth.ToGray();
        var sources = new Dictionary<string, Image> { ["rgb"] = Smooth, ["gray"] = gray };
        foreach (var line in File.ReadLines(Goldens.PathOf("Resize", "pillow.txt")))
        {
            var parts = line.Split(' ');
            var resized = sources[parts[0]].Resize(int.Parse(parts[2]), int.Parse(parts[3]), Enum.Parse<ResizeFilter>(parts[1]));
            resized.Pixels.SequenceEqual(Goldens.Hex(parts[4])).ShouldBeTrue($"{parts[0]} {parts[1]} {parts[2]} × {parts[3]}");
        }
    }

    [Fact]
    public void Four_channels_are_resized_each_like_one()
    {
        byte[] withAlpha = [.. Enumerable.Range(0, 24 * 31).SelectMany(i => (byte[])[.. Smooth.Pixels.Slice(3 * i, 3), (byte)(i * 7)])];
        var image = new Image(24, 31, 4, withAlpha);
        var resized = image.Resize(13, 40, ResizeFilter.Lanczos);
        for (var c = 0; c < 4; c++)
        {
            var alone = new Image(24, 31, 1, [.. Enumerable.Range(0, 24 * 31).Select(i => withAlpha[4 * i + c])]).Resize(13, 40, ResizeFilter.Lanczos);
            for (var i = 0; i < 13 * 40; i++)
            {
                resized.Pixels[4 * i + c].ShouldBe(alone.Pixels[i]);
            }
        }
    }

    [Fact]
    public void A_crop_is_cut_where_it_was_told()
    {
        var image = new Image(2, 3, 1, [1, 2, 3, 4, 5, 6]);
        image.Crop(1, 1, 1, 2).Pixels.ToArray().ShouldBe([5, 6]);
        image.CropToProportions(10, 10).Pixels.ToArray().ShouldBe([1, 2, 4, 5]);
        image.CropToProportions(1, 3).ToString().ShouldBe("Image 1 × 3 × 1");
        Should.Throw<ArgumentOutOfRangeException>(() => image.Crop(1, 1, 2, 1)).Message.ShouldContain("does not lie inside");
    }

    [Fact]
    public void Colour_comes_from_grey_and_loses_alpha()
    {
        new Image(1, 2, 1, [7, 9]).ToRgb().Pixels.ToArray().ShouldBe([7, 7, 7, 9, 9, 9]);
        new Image(1, 1, 2, [7, 9]).ToRgb().Pixels.ToArray().ShouldBe([7, 7, 7]);
        new Image(1, 1, 4, [1, 2, 3, 4]).ToRgb().Pixels.ToArray().ShouldBe([1, 2, 3]);
        Smooth.ToRgb().ShouldBeSameAs(Smooth);
    }

    [Fact]
    public void A_picture_file_is_known_by_its_first_bytes()
    {
        Image.Load(Goldens.PathOf("Jpeg", "gray.jpg")).Channels.ShouldBe(1);
        Image.Load(Goldens.PathOf("Jpeg", "gray.png")).ToString().ShouldBe("Image 29 × 37 × 1");
        Image.Decode(File.ReadAllBytes(Goldens.PathOf("Jpeg", "rgb.jpg"))).Channels.ShouldBe(3);
        Should.Throw<FileFormatException>(() => Image.Decode("GIF89a"u8, name: "x.gif")).Message.ShouldContain("GIF");
        Should.Throw<FileFormatException>(() => Image.Load(Goldens.PathOf("Jpeg", "rgb.jpg"), maxPixels: 10)).Message.ShouldContain("MaxPixels");
    }

    [Fact]
    public void Shrinking_by_area_weighs_pixels_cut_in_two_by_their_parts() =>
        new Image(1, 3, 1, [0, 90, 210]).Resize(1, 2).Pixels.ToArray().ShouldBe([30, 170]);

    [Theory]
    [InlineData(ResizeFilter.Area)]
    [InlineData(ResizeFilter.Bilinear)]
    [InlineData(ResizeFilter.Nearest)]
    [InlineData(ResizeFilter.Bicubic)]
    [InlineData(ResizeFilter.Lanczos)]
    public void A_flat_image_stays_flat_in_any_size(ResizeFilter filter)
    {
        var flat = new Image(5, 7, 1, [.. Enumerable.Repeat((byte)201, 35)]);
        foreach (var (height, width) in new[] { (1, 1), (2, 3), (5, 7), (6, 8), (17, 40) })
        {
            flat.Resize(height, width, filter).Pixels.ToArray().ShouldAllBe(v => v == 201);
        }
    }
}
