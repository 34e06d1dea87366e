namespace Kiln.Data.Tests;

public class PngFuzzTests
{
    private static readonly PngLimits Limits = new() { MaxPixels = 1 << 20 };

    [Fact]
    public void Damaged_files_give_an_image_or_a_format_error()
    {
        var seeds = Directory.GetFiles(Goldens.PathOf("Png"), "*.png").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();

        var good = Fuzzer.Run<FileFormatException>(seeds, input => Png.Decode(input, Limits), PngFile.RepairChecks, maxAllocatedBytes: 32 << 20);

        good.ShouldBeGreaterThan(Fuzzer.Count / 100);
    }

    [Fact]
    public void Damaged_rows_under_good_compression_give_an_image_or_a_format_error()
    {
        var random = new Random(3);
        var rows = new byte[13 * 60];
        random.NextBytes(rows);
        var heads = (from color in new byte[] { 0, 2, 3, 4, 6 }
                     from depth in new byte[] { 1, 2, 4, 8, 16 }
                     from interlace in new byte[] { 0, 1 }
                     select PngFile.Header((uint)random.Next(1, 9), (uint)random.Next(1, 9), depth, color, interlace)).ToArray();
        for (var i = 0; i < rows.Length; i += 2)
        {
            rows[i] = (byte)random.Next(5);
        }

        var next = 0;
        Fuzzer.Run<FileFormatException>(
            [rows],
            input => Png.Decode(
                PngFile.Of(heads[next++ % heads.Length], PngFile.Chunk("PLTE", 1, 2, 3, 4, 5, 6), PngFile.Chunk("tRNS", 1, 2), PngFile.Data(input), PngFile.End),
                Limits));
    }
}
