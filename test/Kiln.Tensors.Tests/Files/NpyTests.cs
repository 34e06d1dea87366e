using System.Text;
using System.Text.Json;

namespace Kiln.Tensors.Tests;

public class NpyTests
{
    private static readonly JsonElement s_goldens = GoldenFiles.Json("numpy_files.json").GetProperty("npy");

    public static IEnumerable<TheoryDataRow<string>> Goldens =>
        s_goldens.EnumerateArray().Select(g => new TheoryDataRow<string>(g.GetProperty("file").GetString()!));

    [Theory]
    [MemberData(nameof(Goldens))]
    public void Files_of_NumPy_are_read(string file)
    {
        var golden = s_goldens.EnumerateArray().Single(g => g.GetProperty("file").GetString() == file);
        Npy.Load(GoldenFiles.PathOf($"files/{file}")).ShouldEqual(golden, file);
    }

    [Theory]
    [InlineData("le_f2")]
    [InlineData("le_f4")]
    [InlineData("le_f8")]
    [InlineData("i1")]
    [InlineData("le_i4")]
    [InlineData("le_i8")]
    [InlineData("u1")]
    [InlineData("b1")]
    [InlineData("c_order_4d")]
    [InlineData("scalar")]
    [InlineData("vector")]
    [InlineData("empty")]
    [InlineData("empty_3d")]
    public void Written_files_equal_those_of_NumPy_byte_for_byte(string name)
    {
        var path = GoldenFiles.PathOf($"files/{name}.npy");
        using var written = new MemoryStream();
        Npy.Save(written, Npy.Load(path));
        written.ToArray().ShouldBe(File.ReadAllBytes(path));
    }

    [Fact]
    public void Every_type_and_rank_survives_a_file_and_views_are_written_in_order()
    {
        using var folder = new TemporaryFolder();
        foreach (var dtype in Enum.GetValues<DType>().Where(d => d != DType.BFloat16))
        {
            foreach (var shape in new Shape[] { [], [0], [1], [7], [3, 5], [2, 0, 4], [2, 3, 4, 5] })
            {
                var tensor = TensorValues.Sample(dtype, shape);
                Npy.Save(folder["a.npy"], tensor);
                var back = Npy.Load(folder["a.npy"]);
                (back.DType, back.Shape).ShouldBe((dtype, shape));
                back.Doubles().ShouldBe(tensor.Doubles());
            }
        }

        var view = TensorValues.Sample(DType.Float32, [4, 6]).T;
        Npy.Save(folder["a.npy"], view);
        Npy.Load(folder["a.npy"]).ToArray<float>().ShouldBe(view.ToArray<float>());
    }

    [Theory]
    [InlineData("complex", "complex")]
    [InlineData("text", "text")]
    [InlineData("uint64", "int64")]
    [InlineData("records", "records")]
    [InlineData("objects", "never read")]
    public void Types_without_counterpart_are_refused_with_a_way_out(string name, string hint)
    {
        var path = GoldenFiles.PathOf($"files/refused_{name}.npy");
        var error = Should.Throw<FileFormatException>(() => Npy.Load(path));
        error.Message.ShouldContain(hint);
        error.Path.ShouldBe(path);
    }

    [Fact]
    public void A_type_the_format_lacks_is_refused_before_anything_is_written()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<DTypeException>(() => Npy.Save(folder["a.npy"], TensorValues.Sample(DType.BFloat16, [2]))).Message.ShouldContain("safetensors");
        folder.FileNames.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "expected '{'")]
    [InlineData("{}", "'descr'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}", "'descr'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}", "once each")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "once each")]
    [InlineData("{'descr': '<f4', 'fortran_order': 1, 'shape': (2,)}", "True or False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2)}", "comma")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}", "size from 0")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,) } x", "nothing after")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999,)}", "size from 0")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536)}", "more than 2147483647 elements")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2147483647,)}", "takes 17179869176 bytes, 8 are there")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}", "takes 12 bytes, 8 are there")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", "4 bytes follow")]
    [InlineData("{'descr': '|f4', 'fortran_order': False, 'shape': (2,)}", "no byte order")]
    [InlineData("{'descr': '<x9', 'fortran_order': False, 'shape': (2,)}", "unknown")]
    [InlineData("{'descr': '<f4, 'fortran_order': False, 'shape': (2,)}", "npy header")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2)}", "32 axes")]
    public void Headers_that_are_none_are_explained(string header, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a.npy"], WithHeader(1, header, new byte[8]));
        Should.Throw<FileFormatException>(() => Npy.Load(folder["a.npy"])).Message.ShouldContain(message);
    }

    [Fact]
    public void Other_spellings_of_a_header_are_read()
    {
        foreach (var header in new[]
                 {
                     "{'shape':(2,),'descr':\"f4\",'fortran_order':True}", "{ 'descr' : '=f4' , 'fortran_order' : False , 'shape' : ( 2L , ) , }\n",
                 })
        {
            using var stream = new MemoryStream(WithHeader(1, header, new byte[8]));
            Npy.Load(stream).Shape.ShouldBe([2]);
        }
    }

    [Fact]
    public void Files_that_are_cut_anywhere_are_refused()
    {
        var whole = File.ReadAllBytes(GoldenFiles.PathOf("files/fortran_be.npy"));
        for (var length = 0; length < whole.Length; length++)
        {
            using var stream = new MemoryStream(whole[..length]);
            Should.Throw<FileFormatException>(() => Npy.Load(stream, "cut")).Message.ShouldStartWith("cut: ");
        }

        using var wrongVersion = new MemoryStream([0x93, .. "NUMPY"u8, 9, 0, 0, 0]);
        Should.Throw<FileFormatException>(() => Npy.Load(wrongVersion)).Message.ShouldContain("version 9.0");
        using var huge = new MemoryStream([0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255]);
        Should.Throw<FileFormatException>(() => Npy.Load(huge)).Message.ShouldContain("claims 4294967295 bytes");
    }

    [Fact]
    public void Streams_that_cannot_seek_are_refused_with_a_way_out()
    {
        using var stream = new System.IO.Compression.DeflateStream(new MemoryStream(), System.IO.Compression.CompressionMode.Decompress);
        Should.Throw<ArgumentException>(() => Npy.Load(stream)).Message.ShouldContain("MemoryStream");
        Should.Throw<ArgumentException>(() => Npz.Load(stream)).Message.ShouldContain("MemoryStream");
        Should.Throw<ArgumentException>(() => SafeTensors.Load(stream)).Message.ShouldContain("MemoryStream");
    }

    [Fact]
    public void Several_arrays_follow_each_other_in_a_stream()
    {
        using var stream = new MemoryStream();
        Npy.Save(stream, Tensor.From([1f, 2f]));
        Npy.Save(stream, Tensor.From([3L]));
        stream.Position = 0;
        Npy.Load(stream).ToArray<float>().ShouldBe([1, 2]);
        Npy.Load(stream).ToArray<long>().ShouldBe([3]);
    }

    [Fact]
    public void Damaged_files_give_an_array_or_a_format_error()
    {
        var seeds = Directory.GetFiles(GoldenFiles.PathOf("files"), "*.npy").Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();
        var good = Fuzzer.Run<FileFormatException>(
            seeds,
            input =>
            {
                using var stream = new MemoryStream(input);
                Npy.Load(stream, "fuzz");
            },
            maxAllocatedBytes: 1 << 20);
        good.ShouldBeGreaterThan(Fuzzer.Count / 100);
    }

    private static byte[] WithHeader(byte version, string header, byte[] data)
    {
        var text = Encoding.Latin1.GetBytes(header);
        return [0x93, .. "NUMPY"u8, version, 0, (byte)text.Length, (byte)(text.Length >> 8), .. text, .. data];
    }
}
