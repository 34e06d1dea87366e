namespace Kiln.Data.Tests;

public class JpegFuzzTests
{
    private static readonly byte[][] Seeds =
        [.. Directory.GetFiles(Goldens.PathOf("Jpeg"), "*.jpg").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    [Fact]
    public void Damaged_files_give_an_image_or_a_format_error()
    {
        var limits = new JpegOptions { MaxPixels = 1 << 20 };

        var good = Fuzzer.Run<FileFormatException>(Seeds, input => Jpeg.Decode(input, limits), maxAllocatedBytes: 32 << 20);

        good.ShouldBeGreaterThan(Fuzzer.Count / 100);
    }

    [Fact]
    public void Damaged_files_of_which_the_good_part_is_kept_give_an_image_or_a_format_error()
    {
        var keep = new JpegOptions { MaxPixels = 1 << 14, KeepDamaged = true };

        var good = Fuzzer.Run<FileFormatException>(Seeds, input => Jpeg.Decode(input, keep), maxAllocatedBytes: 4 << 20);

        good.ShouldBeGreaterThan(Fuzzer.Count / 4);
    }
}
