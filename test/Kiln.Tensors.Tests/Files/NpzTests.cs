using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;

namespace Kiln.Tensors.Tests;

public class NpzTests
{
    private static readonly JsonElement s_goldens = GoldenFiles.Json("numpy_files.json").GetProperty("npz");

    [Theory]
    [InlineData("stored.npz")]
    [InlineData("deflated.npz")]
    public void Files_of_NumPy_are_read(string file)
    {
        var path = GoldenFiles.PathOf($"files/{file}");
        var arrays = Npz.Load(path);
        arrays.Keys.ShouldBe(s_goldens.EnumerateObject().Select(p => p.Name));
        Npz.Names(path).ShouldBe(arrays.Keys);
        foreach (var golden in s_goldens.EnumerateObject())
        {
            arrays[golden.Name].ShouldEqual(golden.Value, golden.Name);
            Npz.Load(path, golden.Name).ShouldEqual(golden.Value, golden.Name);
        }

        Should.Throw<KeyNotFoundException>(() => Npz.Load(path, "x")).Message.ShouldContain("no array 'x'; it holds weights");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Arrays_survive_a_file_and_the_same_arrays_give_the_same_bytes(bool compress)
    {
        using var folder = new TemporaryFolder();
        var arrays = Enum.GetValues<DType>().Where(d => d != DType.BFloat16)
            .ToDictionary(d => $"group/{d}", d => TensorValues.Sample(d, [3, 100]));
        Npz.Save(folder["a.npz"], arrays, compress);
        Npz.Save(folder["b.npz"], arrays, compress);
        File.ReadAllBytes(folder["a.npz"]).ShouldBe(File.ReadAllBytes(folder["b.npz"]));
        var back = Npz.Load(folder["a.npz"]);
        back.Keys.ShouldBe(arrays.Keys);
        back.Keys.ShouldAllBe(k => back[k].Doubles().SequenceEqual(arrays[k].Doubles()));
        Should.Throw<ArgumentException>(() => Npz.Save(folder["c.npz"], [new("x", arrays["group/Bool"]), new("x", arrays["group/Bool"])]));
        folder.FileNames.ShouldBe(["a.npz", "b.npz"]);
    }

    [Fact]
    public void An_archive_that_unpacks_to_more_than_allowed_is_refused_before_it_is_unpacked()
    {
        using var folder = new TemporaryFolder();
        Npz.Save(folder["zeros.npz"], [new("zeros", Tensor.Zeros([1 << 20]))], compress: true);
        new FileInfo(folder["zeros.npz"]).Length.ShouldBeLessThan(10_000);
        Should.Throw<FileFormatException>(() => Npz.Load(folder["zeros.npz"], maximumBytes: 1 << 20)).Message.ShouldContain("raise maximumBytes");
        Npz.Load(folder["zeros.npz"])["zeros"].Count.ShouldBe(1 << 20);
    }

    [Fact]
    public void Claims_that_cannot_be_true_are_refused()
    {
        // The uncompressed size stands 24 bytes into the central directory's entry, the checksum 16 bytes.
        Damaged(24, 0x7FFF_FFFF).ShouldContain("more than deflate can do");
        Damaged(16, 0x1234_5678).ShouldContain("checksum");
        Damaged(24, 200).ShouldContain("damaged");

        static string Damaged(int at, uint value)
        {
            using var stream = new MemoryStream();
            Npz.Save(stream, [new("a", Tensor.Ones([100]))], compress: true);
            var bytes = stream.ToArray();
            var directory = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8);
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(directory + at), value);
            using var damaged = new MemoryStream(bytes);
            return Should.Throw<FileFormatException>(() => Npz.Load(damaged, "damaged")).Message;
        }
    }

    [Fact]
    public void Entries_that_are_no_arrays_and_names_that_come_twice_are_refused()
    {
        Refusal("readme.txt").ShouldContain("'readme.txt'; expected arrays only");
        Refusal("a.npy", "a.npy").ShouldContain("'a.npy' twice");
        Refusal("a.npy").ShouldContain("not an .npy file");

        static string Refusal(params string[] names)
        {
            using var stream = new MemoryStream();
            using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (var name in names)
                {
                    using var contents = archive.CreateEntry(name).Open();
                    contents.Write([1, 2, 3]);
                }
            }

            stream.Position = 0;
            return Should.Throw<FileFormatException>(() => Npz.Load(stream, "file")).Message;
        }
    }

    [Fact]
    public void Damaged_files_give_arrays_or_a_format_error()
    {
        byte[][] seeds = [File.ReadAllBytes(GoldenFiles.PathOf("files/stored.npz")), File.ReadAllBytes(GoldenFiles.PathOf("files/deflated.npz"))];
        Fuzzer.Run<FileFormatException>(
            seeds,
            input =>
            {
                using var stream = new MemoryStream(input);
                Npz.Load(stream, "fuzz");
            },
            maxAllocatedBytes: 8 << 20);
    }

    [Fact]
    public void The_checksum_equals_the_published_check_value()
    {
        // "123456789" is the check input of the CRC catalogue; its CRC-32 is CBF43926.
        Crc32.Append(0, "123456789"u8).ShouldBe(0xCBF43926);
        Crc32.Append(Crc32.Append(0, "12345"u8), "6789"u8).ShouldBe(0xCBF43926);
        Crc32.Append(0, new byte[1000]).ShouldBe(Slow(new byte[1000]));

        static uint Slow(byte[] bytes)
        {
            var crc = uint.MaxValue;
            foreach (var b in bytes)
            {
                crc ^= b;
                for (var bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
                }
            }

            return ~crc;
        }
    }
}
