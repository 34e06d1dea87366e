using System.IO.Compression;

namespace Kiln.Data.Tests;

public class IdxFileTests
{
    internal static byte[] Gzip(params byte[] data)
    {
        using var compressed = new MemoryStream();
        using (var stream = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(data);
        }

        return compressed.ToArray();
    }

    private static readonly byte[] Good = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];

    private static string Refused(params byte[] data) =>
        Should.Throw<FileFormatException>(() => IdxFile.Decode(data, name: "x.idx")).Message;

    [Fact]
    public void Plain_and_gzip_files_give_the_same_array()
    {
        foreach (var data in new[] { Good, Gzip(Good) })
        {
            var file = IdxFile.Decode(data);
            file.Type.ShouldBe(IdxType.UInt8);
            file.Shape.ShouldBe([2, 3]);
            file.Bytes.ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);
        }
    }

    [Fact]
    public void Every_element_type_is_read()
    {
        IdxFile.Decode([0, 0, 8, 1, 0, 0, 0, 2, 1, 255]).ToTensor().ToArray<byte>().ShouldBe([1, 255]);
        IdxFile.Decode([0, 0, 9, 1, 0, 0, 0, 2, 1, 255]).ToTensor().ToArray<sbyte>().ShouldBe([1, -1]);
        IdxFile.Decode([0, 0, 0x0B, 1, 0, 0, 0, 2, 1, 2, 255, 254]).ToTensor().ToArray<int>().ShouldBe([258, -2]);
        IdxFile.Decode([0, 0, 0x0C, 1, 0, 0, 0, 1, 1, 2, 3, 4]).ToTensor().ToArray<int>().ShouldBe([0x01020304]);
        IdxFile.Decode([0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3F, 0x80, 0, 0]).ToTensor().ToArray<float>().ShouldBe([1f]);
        IdxFile.Decode([0, 0, 0x0E, 1, 0, 0, 0, 1, 0xC0, 0, 0, 0, 0, 0, 0, 0]).ToTensor().ToArray<double>().ShouldBe([-2.0]);
    }

    [Fact]
    public void An_axis_of_no_elements_gives_an_empty_array()
    {
        var file = IdxFile.Decode([0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 5]);
        file.Shape.ShouldBe([0, 5]);
        file.ToTensor().Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(".idx")]
    [InlineData(".gz")]
    public void What_is_written_is_read_back(string ending)
    {
        var path = Path.Combine(Path.GetTempPath(), $"kiln-{Guid.NewGuid():N}{ending}");
        try
        {
            IdxFile.Write(path, [9, 8, 7, 6], [2, 1, 2]);
            var file = IdxFile.Read(path);
            file.Shape.ShouldBe([2, 1, 2]);
            file.Bytes.ToArray().ShouldBe([9, 8, 7, 6]);
            (File.ReadAllBytes(path)[0] == 0x1F).ShouldBe(ending == ".gz");
        }
        finally
        {
            File.Delete(path);
        }

        Should.Throw<ShapeException>(() => IdxFile.Write(path, [1, 2, 3], [2, 2])).Message.ShouldContain("(2, 2)");
    }

    [Fact]
    public void Every_truncation_of_a_plain_file_is_refused()
    {
        for (var length = 0; length < Good.Length; length++)
        {
            Should.Throw<FileFormatException>(() => IdxFile.Decode(Good[..length]), $"{length} bytes");
        }
    }

    [Fact]
    public void A_truncated_gzip_file_is_refused_unless_only_its_trailer_is_missing()
    {
        var whole = Gzip(Good);
        for (var length = 0; length < whole.Length; length++)
        {
            try
            {
                // .NET does not miss a missing trailer; nothing is lost then but the check value.
                IdxFile.Decode(whole[..length]).Bytes.ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);
                length.ShouldBeGreaterThanOrEqualTo(whole.Length - 10);
            }
            catch (FileFormatException)
            {
            }
        }
    }

    [Fact]
    public void Bad_headers_say_what_is_wrong()
    {
        Refused(1, 2, 8, 1, 0, 0, 0, 1, 7).ShouldStartWith("x.idx: not an idx file: it begins with 01020801");
        Refused(0, 0, 7, 1, 0, 0, 0, 1, 7).ShouldContain("element type");
        Refused(0, 0, 8, 0).ShouldContain("no axes");
        Refused(0, 0, 8, 1, 255, 255, 255, 255).ShouldContain("4294967295");
        Refused(0, 0, 8, 3, 127, 255, 255, 255, 127, 255, 255, 255, 127, 255, 255, 255).ShouldContain("limit");
        Refused(0, 0, 8, 1, 0, 1, 0, 0, 1, 2, 3).ShouldContain("cut short");
        Refused([.. Good, 1]).ShouldContain("goes on after");
        Refused([0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8]).ShouldContain("gzip");
    }

    [Fact]
    public void An_array_beyond_the_limit_is_refused()
    {
        Should.Throw<FileFormatException>(() => IdxFile.Decode(Good, maxBytes: 5)).Message.ShouldContain("maxBytes");
        IdxFile.Decode(Good, maxBytes: 6).Shape.ElementCount.ShouldBe(6);
    }

    [Fact]
    public void A_damaged_gzip_file_is_noticed_by_its_check_value()
    {
        var data = Gzip(Good);
        data[^6] ^= 1;
        Should.Throw<FileFormatException>(() => IdxFile.Decode(data)).Message.ShouldContain("gzip");
    }

    [Fact]
    public void Damaged_files_give_an_array_or_a_format_error()
    {
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 4, 0, 0, 0, 4, .. Enumerable.Range(0, 80).Select(i => (byte)i)];
        byte[] doubles = [0, 0, 0x0E, 2, 0, 0, 0, 2, 0, 0, 0, 2, .. new byte[32]];
        byte[][] seeds = [Good, images, doubles, Gzip(Good), Gzip(images), Gzip([0, 0, 8, 1, 0, 1, 0, 0, .. new byte[65536]])];

        var good = Fuzzer.Run<FileFormatException>(seeds, input => IdxFile.Decode(input, maxBytes: 1 << 20).ToTensor(), maxAllocatedBytes: 4 << 20);

        good.ShouldBeGreaterThan(Fuzzer.Count / 100);
    }
}
