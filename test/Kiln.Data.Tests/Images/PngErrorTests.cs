using System.Text;

namespace Kiln.Data.Tests;

public class PngErrorTests
{
    private static readonly byte[] Good = PngFile.Of(PngFile.Header(2, 2), PngFile.Data(0, 1, 2, 0, 3, 4), PngFile.End);

    private static FileFormatException Refused(params byte[][] chunks) =>
        Should.Throw<FileFormatException>(() => Png.Decode(PngFile.Of(chunks), name: "x.png"));

    [Fact]
    public void The_smallest_good_file_decodes() => Png.Decode(Good).Pixels.ToArray().ShouldBe([1, 2, 3, 4]);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\u00FF\u00D8\u00FF", "JPEG")]
    [InlineData("GIF89a", "GIF")]
    [InlineData("P5 2 2", "netpbm")]
    [InlineData("hello", "begins with")]
    public void A_file_of_another_format_is_named(string start, string guess)
    {
        var e = Should.Throw<FileFormatException>(() => Png.Decode(Encoding.Latin1.GetBytes(start), name: "x.png"));
        e.Message.ShouldContain("not a PNG");
        e.Message.ShouldContain(guess);
        e.Path.ShouldBe("x.png");
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (var length = 0; length < Good.Length; length++)
        {
            Should.Throw<FileFormatException>(() => Png.Decode(Good.AsSpan(0, length)), $"{length} bytes");
        }
    }

    [Fact]
    public void A_flipped_bit_in_any_chunk_is_noticed()
    {
        for (var i = 8; i < Good.Length; i++)
        {
            var bad = (byte[])Good.Clone();
            bad[i] ^= 0x10;
            Should.Throw<FileFormatException>(() => Png.Decode(bad), $"byte {i}");
        }
    }

    [Fact]
    public void A_damaged_chunk_is_named_with_its_place()
    {
        var bad = (byte[])Good.Clone();
        bad[16] ^= 1;
        Should.Throw<FileFormatException>(() => Png.Decode(bad)).Message.ShouldContain("chunk IHDR at byte 8 is damaged");
    }

    [Theory]
    [InlineData(0u, 1u, 8, 0, 0, "cannot be")]
    [InlineData(0x80000000u, 1u, 8, 0, 0, "cannot be")]
    [InlineData(1u, 1u, 3, 0, 0, "3 bits")]
    [InlineData(1u, 1u, 16, 3, 0, "16 bits")]
    [InlineData(1u, 1u, 8, 1, 0, "colour type 1")]
    [InlineData(1u, 1u, 8, 0, 2, "interlace method 2")]
    [InlineData(100000u, 100000u, 8, 0, 0, "PngLimits.MaxPixels")]
    [InlineData(8192u, 8192u, 8, 6, 0, "cannot hold")]
    public void An_impossible_header_is_refused(uint width, uint height, byte depth, byte color, byte interlace, string word) =>
        Refused(PngFile.Header(width, height, depth, color, interlace), PngFile.Data(0, 0), PngFile.End).Message.ShouldContain(word);

    [Fact]
    public void Chunks_out_of_order_are_refused()
    {
        Refused(PngFile.Data(0, 1), PngFile.End).Message.ShouldContain("begins with the chunk IHDR");
        Refused(PngFile.Header(1, 1), PngFile.Data(0, 1), PngFile.Chunk("teXt"), PngFile.Data(0, 1), PngFile.End).Message.ShouldContain("interrupted");
        Refused(PngFile.Header(1, 1, color: 3), PngFile.Data(0, 0), PngFile.Chunk("PLTE", 1, 2, 3), PngFile.End).Message.ShouldContain("after the pixel data");
        Refused(PngFile.Header(1, 1, color: 3), PngFile.Data(0, 0), PngFile.End).Message.ShouldContain("no palette");
        Refused(PngFile.Header(1, 1, color: 3), PngFile.Chunk("PLTE", 1, 2), PngFile.Data(0, 0), PngFile.End).Message.ShouldContain("palette");
        Refused(PngFile.Header(1, 1, color: 3), PngFile.Chunk("PLTE", 1, 2, 3), PngFile.Data(0, 1), PngFile.End).Message.ShouldContain("colour 1 of a palette of 1");
        Refused(PngFile.Header(1, 1), PngFile.Chunk("tRNS", 1), PngFile.Data(0, 0), PngFile.End).Message.ShouldContain("tRNS");
        Refused(PngFile.Header(1, 1), PngFile.Chunk("NEED"), PngFile.Data(0, 0), PngFile.End).Message.ShouldContain("NEED");
    }

    [Fact]
    public void Too_few_rows_an_unknown_filter_and_broken_deflate_are_told_apart()
    {
        Refused(PngFile.Header(2, 2), PngFile.Data(0, 1, 2), PngFile.End).Message.ShouldContain("end in row 1 of 2");
        Refused(PngFile.Header(1, 1), PngFile.Data(5, 1), PngFile.End).Message.ShouldContain("filter 5");
        Refused(PngFile.Header(1, 1), PngFile.Chunk("IDAT", 1, 2, 3, 4), PngFile.End).Message.ShouldContain("damaged");
    }

    [Fact]
    public void Pixel_data_that_ask_for_a_preset_dictionary_are_refused() =>
        Refused(PngFile.Header(1, 1), PngFile.Chunk("IDAT", 0x78, 0xF9, 0, 0, 0, 1, 0, 0), PngFile.End).Message.ShouldContain("damaged");

    [Fact]
    public void A_small_file_that_inflates_to_a_huge_image_is_refused_by_the_limit()
    {
        var bomb = PngFile.Of(PngFile.Header(9000, 9000), PngFile.Data(new byte[9000 * 9001]), PngFile.End);

        Should.Throw<FileFormatException>(() => Png.Decode(bomb)).Message.ShouldContain("limit");
        Png.Decode(bomb, new PngLimits { MaxPixels = 81_000_000 }).Width.ShouldBe(9000);
    }

    [Fact]
    public void A_file_longer_than_the_limit_is_not_read()
    {
        var e = Should.Throw<FileFormatException>(() => Png.Decode(Good, new PngLimits { MaxFileBytes = 20 }));
        e.Message.ShouldContain("PngLimits.MaxFileBytes");
    }
}
