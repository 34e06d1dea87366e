namespace Kiln.Data.Tests;

public class JpegErrorTests
{
    private static readonly byte[] Good = File.ReadAllBytes(Goldens.PathOf("Jpeg", "baseline-420.jpg"));
    private static readonly byte[] Progressive = File.ReadAllBytes(Goldens.PathOf("Jpeg", "progressive-420.jpg"));

    private static string Refused(byte[] data, JpegOptions? options = null) =>
        Should.Throw<FileFormatException>(() => Jpeg.Decode(data, options, "x.jpg")).Message;

    private static int Find(byte[] data, byte marker)
    {
        for (var at = 2; ; at += 2 + (data[at + 2] << 8) + data[at + 3])
        {
            data[at].ShouldBe((byte)0xFF);
            if (data[at + 1] == marker)
            {
                return at;
            }
        }
    }

    private static byte[] With(byte[] data, int at, params byte[] bytes)
    {
        var copy = (byte[])data.Clone();
        bytes.CopyTo(copy, at);
        return copy;
    }

    [Fact]
    public void Another_format_is_told_by_its_first_bytes()
    {
        Refused([]).ShouldContain("empty");
        Refused("GIF89a"u8.ToArray()).ShouldContain("47494638");
        Refused([0xFF, 0xD8]).ShouldContain("cut short");
        Refused([0xFF, 0xD8, 0xFF, 0xD9]).ShouldContain("without an image");
    }

    [Theory]
    [InlineData("arithmetic")]
    [InlineData("arithmetic-progressive")]
    public void Arithmetic_coding_is_refused_by_name(string name) =>
        Should.Throw<FileFormatException>(() => Jpeg.Read(Goldens.PathOf("Jpeg", "refused", name + ".jpg"))).Message.ShouldContain("arithmetic-coded");

    [Theory]
    [InlineData(0xC3, "lossless")]
    [InlineData(0xC5, "hierarchical")]
    [InlineData(0xCB, "lossless arithmetic")]
    public void Other_kinds_are_refused_by_name(byte marker, string word) => Refused(With(Good, Find(Good, 0xC0) + 1, marker)).ShouldContain(word);

    [Fact]
    public void Impossible_headers_are_refused()
    {
        var frame = Find(Good, 0xC0) + 4;
        Refused(With(Good, frame, 12)).ShouldContain("12 bits");
        Refused(With(Good, frame + 1, 0, 0)).ShouldContain("DNL");
        Refused(With(Good, frame + 1, 0xFF, 0xFF, 0xFF, 0xFF)).ShouldContain("JpegOptions.MaxPixels");
        Refused(With(Good, frame + 1, 0x10, 0, 0x10, 0)).ShouldContain("cannot be in a file");
        Refused(With(Good, frame + 5, 2)).ShouldContain("do not fit");
        Refused(With(Good, frame + 7, 0x50)).ShouldContain("sampling factors 5 × 0");
        Refused(With(Good, frame + 8, 7)).ShouldContain("quantization table 7");
        Refused(With(Good, frame + 9, Good[frame + 6])).ShouldContain("two components");
    }

    [Fact]
    public void Tables_that_are_damaged_or_missing_are_named()
    {
        var steps = Find(Good, 0xDB);
        Refused(With(Good, steps + 4, 0x75)).ShouldContain("quantization table");
        Refused(With(Good, steps + 1, 0xFE)).ShouldContain("no quantization table 0");
        var codes = Find(Good, 0xC4);
        Refused(With(Good, codes + 5, 9)).ShouldContain("Huffman table");
        Refused(With(Good, codes + 1, 0xFE)).ShouldContain("no Huffman table DC 0");
        Refused(With(Good, Find(Good, 0xDA) + 6, 0x33)).ShouldContain("no Huffman table DC 3");
    }

    [Fact]
    public void Every_truncation_is_refused_and_gives_its_part_when_asked_to()
    {
        foreach (var file in new[] { Good, Progressive })
        {
            var firstScan = Find(file, 0xDA);
            firstScan += 2 + file[firstScan + 3];
            for (var length = 0; length < file.Length - 2; length++)
            {
                var part = file[..length];
                Should.Throw<FileFormatException>(() => Jpeg.Decode(part), $"{length} bytes");
                if (length >= firstScan)
                {
                    Jpeg.Decode(part, new JpegOptions { KeepDamaged = true }).Width.ShouldBe(37);
                }
            }
        }
    }

    [Fact]
    public void A_sequential_file_that_lacks_only_its_end_marker_is_whole()
    {
        Jpeg.Decode(Good.AsSpan(0, Good.Length - 2)).Pixels.SequenceEqual(Jpeg.Decode(Good).Pixels).ShouldBeTrue();
        Refused(Progressive[..^2]).ShouldContain("cut short");
    }

    [Fact]
    public void What_is_kept_of_a_damaged_file_does_not_depend_on_the_file_before()
    {
        var scan = Find(Good, 0xDA);
        var part = Good[..(scan + (Good.Length - scan) * 4 / 5)];
        var keep = new JpegOptions { KeepDamaged = true };
        var first = Jpeg.Decode(part, keep).Pixels.ToArray();
        Jpeg.Read(Goldens.PathOf("Jpeg", "noise.jpg"));

        Jpeg.Decode(part, keep).Pixels.ToArray().ShouldBe(first);
        var whole = Jpeg.Decode(Good).Pixels;
        first.AsSpan(0, 37 * 3 * 12).SequenceEqual(whole[..(37 * 3 * 12)]).ShouldBeTrue();
    }

    [Fact]
    public void Progressive_scans_that_make_no_progress_or_are_too_many_are_refused()
    {
        var scan = Find(Progressive, 0xDA);
        var length = 2 + Progressive[scan + 3];
        Refused(With(Progressive, scan + length - 1, 0x00)).ShouldContain("is known");
        Refused(With(Progressive, scan + length - 1, 0x42)).ShouldContain("not a progression");
        Refused(With(Progressive, scan + length - 2, 5)).ShouldContain("not a progression");
        Refused(Progressive, new JpegOptions { MaxScans = 3 }).ShouldContain("JpegOptions.MaxScans");
    }

    [Fact]
    public void A_missing_restart_marker_is_noticed()
    {
        var file = File.ReadAllBytes(Goldens.PathOf("Jpeg", "restart-1.jpg"));
        var at = file.AsSpan().IndexOf<byte>([0xFF, 0xD2]);
        Refused(With(file, at + 1, 0xD5)).ShouldContain("damaged");
    }

    [Fact]
    public void Damaged_orientation_is_passed_over()
    {
        var file = File.ReadAllBytes(Goldens.PathOf("Jpeg", "orientation-5.jpg"));
        var exif = file.AsSpan().IndexOf("Exif\0\0"u8) + 6;
        foreach (var bytes in new byte[][] { [1, 2], [(byte)'M', (byte)'M', 9, 9], [(byte)'I', (byte)'I', 42, 0, 255, 255, 255, 255] })
        {
            Jpeg.Decode(With(file, exif, bytes)).ToString().ShouldBe("Image 10 × 17 × 3");
        }
    }

    [Fact]
    public void Files_beyond_the_limit_are_not_read() =>
        Refused(Good, new JpegOptions { MaxFileBytes = 100 }).ShouldContain("JpegOptions.MaxFileBytes");

    [Fact]
    public void Options_are_checked()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Jpeg.Decode(Good, new JpegOptions { MaxPixels = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => Jpeg.Decode(Good, new JpegOptions { MaxScans = 0 }));
    }
}
