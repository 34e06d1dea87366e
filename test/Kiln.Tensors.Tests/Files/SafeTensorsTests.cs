using System.Buffers.Binary;
using System.Text;

namespace Kiln.Tensors.Tests;

public class SafeTensorsTests
{
    [Fact]
    public void A_file_built_from_the_formats_description_is_read()
    {
        using var file = SafeTensors.Open(GoldenFiles.PathOf("files/mixed.safetensors"));
        file.Names.ShouldBe(["b", "a", "half", "brain", "short", "none", "truth", "eight"]);
        file.Metadata.ShouldBe(new Dictionary<string, string> { ["format"] = "np", ["note"] = "a \"quoted\" é" });
        Check("b", DType.Float32, [2, 2], 0, 1, 2, 3);
        Check("a", DType.Int64, [3], -1, 0, 1L << 40);
        Check("half", DType.Float16, [2], 0.5, -2);
        Check("brain", DType.BFloat16, [2], 1, -3);
        Check("short", DType.Int32, [2], -3, 300);
        Check("none", DType.Float64, [0, 4]);
        Check("truth", DType.Bool, [3], 0, 1, 1);
        file.Contains("b").ShouldBeTrue();
        file.Contains("c").ShouldBeFalse();
        file.ShapeOf("eight").ShouldBe([2]);
        Should.Throw<FileFormatException>(() => file.Load("eight")).Message.ShouldContain("F8_E4M3, which has no counterpart");
        Should.Throw<KeyNotFoundException>(() => file.Load("c")).Message.ShouldContain("no tensor 'c'; it holds 8: b, a");

        void Check(string name, DType dtype, Shape shape, params double[] values)
        {
            file.DTypeOf(name).ShouldBe(dtype);
            file.ShapeOf(name).ShouldBe(shape);
            var tensor = file.Load(name);
            (tensor.DType, tensor.Shape).ShouldBe((dtype, shape));
            tensor.Doubles().ShouldBe(values);
        }
    }

    [Fact]
    public void Every_type_survives_a_file()
    {
        using var folder = new TemporaryFolder();
        var tensors = new Dictionary<string, Tensor>
        {
            ["view"] = TensorValues.Sample(DType.Float32, [3, 4]).T,
            ["scalar"] = Tensor.Scalar(2.5),
            ["empty"] = Tensor.Zeros([0]),
            ["näme \"x\" \n"] = Tensor.Ones([1]),
        };
        foreach (var dtype in Enum.GetValues<DType>())
        {
            tensors[$"t.{dtype}"] = TensorValues.Sample(dtype, [3, 7]);
        }

        SafeTensors.Save(folder["a.safetensors"], tensors, new Dictionary<string, string> { ["k"] = "v", ["a"] = "é" });
        var back = SafeTensors.Load(folder["a.safetensors"]);
        back.Keys.Order().ShouldBe(tensors.Keys.Order());
        foreach (var (name, tensor) in tensors)
        {
            (back[name].DType, back[name].Shape).ShouldBe((tensor.DType, tensor.Shape));
            back[name].Doubles().ShouldBe(tensor.Doubles(), name);
        }

        using var file = SafeTensors.Open(folder["a.safetensors"]);
        file.Metadata.ShouldBe(new Dictionary<string, string> { ["a"] = "é", ["k"] = "v" });
        SafeTensors.Save(folder["b.safetensors"], tensors.Reverse(), file.Metadata);
        File.ReadAllBytes(folder["b.safetensors"]).ShouldBe(File.ReadAllBytes(folder["a.safetensors"]), "the order given does not matter");
    }

    [Fact]
    public void Tensors_are_written_aligned()
    {
        using var stream = new MemoryStream();
        SafeTensors.Save(stream, [new("a", TensorValues.Sample(DType.UInt8, [3])), new("b", TensorValues.Sample(DType.Float64, [3])), new("c", Tensor.Ones([5]))]);
        var bytes = stream.ToArray();
        var length = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        (length % 8).ShouldBe(0);
        Encoding.UTF8.GetString(bytes, 8, (int)length).TrimEnd().ShouldBe(
            """{"b":{"dtype":"F64","shape":[3],"data_offsets":[0,24]},"c":{"dtype":"F32","shape":[5],"data_offsets":[24,44]},"a":{"dtype":"U8","shape":[3],"data_offsets":[44,47]}}""");
    }

    [Fact]
    public void Names_that_collide_are_refused()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<ArgumentException>(() => SafeTensors.Save(folder["a"], [new("__metadata__", Tensor.Ones([1]))])).Message.ShouldContain("reserved");
        Should.Throw<ArgumentException>(() => SafeTensors.Save(folder["a"], [new("x", Tensor.Ones([1])), new("x", Tensor.Ones([1]))]));
        folder.FileNames.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""[]""", "must begin with '{'")]
    [InlineData(""" {}""", "must begin with '{'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}""", "not the JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} x""", "not the JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", "'a' comes twice")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "once each")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}""", "the key 'x'")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", "lacks")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", "lacks")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,4]}}""", "at most 2 integers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "integers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "integers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "takes 8 bytes, its data_offsets say 0 to 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "data_offsets say 4 to 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904,4611686018427387904,4611686018427387904],"data_offsets":[0,4]}}""", "takes")]
    [InlineData("""{"a":{"dtype":"Q4","shape":[1],"data_offsets":[0,4]}}""", "unknown dtype 'Q4'")]
    [InlineData("""{"a":5}""", "expected an object")]
    [InlineData("""{"a":{"dtype":5,"shape":[1],"data_offsets":[0,4]}}""", "expected a dtype string")]
    [InlineData("""{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", "array of numbers")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}""", "neither overlap nor leave gaps")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[1],"data_offsets":[3,4]}}""", "neither overlap nor leave gaps")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", "2 bytes belong to none")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", "truncated")]
    [InlineData("""{"__metadata__":{"a":1},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "object of strings")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "comes twice in __metadata__")]
    [InlineData("""{"a":{"dtype":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}},"shape":[1],"data_offsets":[0,4]}}""", "safetensors")]
    public void Headers_that_do_not_hold_together_are_explained(string header, string message)
    {
        using var stream = new MemoryStream(Build(header, new byte[4]));
        Should.Throw<FileFormatException>(() => SafeTensors.Load(stream, "bad")).Message.ShouldContain(message);
    }

    [Fact]
    public void Files_that_are_cut_anywhere_are_refused()
    {
        var whole = File.ReadAllBytes(GoldenFiles.PathOf("files/mixed.safetensors"));
        for (var length = 0; length < whole.Length; length++)
        {
            using var stream = new MemoryStream(whole[..length]);
            Should.Throw<FileFormatException>(() => SafeTensors.Load(stream, "cut")).Message.ShouldStartWith("cut: ");
        }
    }

    [Fact]
    public void A_header_length_beyond_the_file_or_the_limit_takes_no_memory()
    {
        foreach (var length in new ulong[] { 0, 100, 99_999_999, 100_000_001, 1UL << 63, ulong.MaxValue })
        {
            var bytes = new byte[16];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
            using var stream = new MemoryStream(bytes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Should.Throw<FileFormatException>(() => SafeTensors.Load(stream, "x"));
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000);
        }
    }

    [Fact]
    public void A_tensor_read_from_a_file_that_shrank_is_refused()
    {
        using var stream = new MemoryStream();
        SafeTensors.Save(stream, [new("x", Tensor.Ones([10]))]);
        stream.Position = 0;
        using var file = new SafeTensorsFile(stream, "shrunk");
        stream.SetLength(stream.Length - 1);
        Should.Throw<FileFormatException>(() => file.Load("x")).Message.ShouldContain("became shorter");
    }

    [Fact]
    public void Tensors_are_read_from_many_threads()
    {
        using var folder = new TemporaryFolder();
        SafeTensors.Save(folder["a"], Enumerable.Range(0, 50).ToDictionary(i => $"t{i}", i => Tensor.Full([1000], i)));
        using var file = SafeTensors.Open(folder["a"]);
        Parallel.For(0, 500, i => file.Load($"t{i % 50}").ToArray<float>().ShouldAllBe(v => v == i % 50));
    }

    [Fact]
    public void Damaged_files_give_tensors_or_a_format_error()
    {
        byte[][] seeds =
        [
            File.ReadAllBytes(GoldenFiles.PathOf("files/mixed.safetensors")),
            Build("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new byte[4]),
            Build("""{"__metadata__":{"a":"b"},"x":{"dtype":"U8","shape":[2,2],"data_offsets":[0,4]},"y":{"dtype":"I16","shape":[0],"data_offsets":[4,4]}}""", new byte[4]),
        ];
        var good = Fuzzer.Run<FileFormatException>(
            seeds,
            input =>
            {
                using var stream = new MemoryStream(input);
                SafeTensors.Load(stream, "fuzz");
            },
            RepairLength,
            maxAllocatedBytes: 1 << 20);
        good.ShouldBeGreaterThan(Fuzzer.Count / 200);
    }

    /// <summary>Makes the header end behind its last brace again, so that damage inside it is met by the parser.</summary>
    private static byte[] RepairLength(byte[] input)
    {
        var end = input.AsSpan().LastIndexOf("}"u8);
        if (end >= 8)
        {
            BinaryPrimitives.WriteInt64LittleEndian(input, end - 7);
        }

        return input;
    }

    private static byte[] Build(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data];
    }
}
