using System.Text;
using System.Text.Json;

namespace Kiln.Data.Tests;

public class SvmLightTests
{
    private static string Refused(string text, SvmLightOptions? options = null) =>
        Should.Throw<FileFormatException>(() => SvmLight.Read(Encoding.UTF8.GetBytes(text), options)).Message;

    [Fact]
    public void Text_is_read_as_scikit_learn_reads_it()
    {
        var golden = JsonDocument.Parse(File.ReadAllText(Goldens.PathOf("sparse", "sparse.json"))).RootElement.GetProperty("svmlight");
        foreach (var example in golden.EnumerateArray())
        {
            var text = example.GetProperty("text").GetString()!;
            var asked = example.GetProperty("options");
            var options = new SvmLightOptions
            {
                Columns = asked.TryGetProperty("n_features", out var columns) ? columns.GetInt32() : null,
                ZeroBased = asked.TryGetProperty("zero_based", out var zero) ? zero.GetBoolean() : null,
            };
            foreach (var bytes in new[] { Encoding.UTF8.GetBytes(text), IdxFileTests.Gzip(Encoding.UTF8.GetBytes(text)) })
            {
                var data = SvmLight.Read(bytes, options);
                data.X.ShouldBe(SparseMatrixTests.Csr(example.GetProperty("x")), text);
                data.Y.Numbers().ToArray().ShouldBe(SparseMatrixTests.Of<double>(example.GetProperty("y")), text);
                (data.Queries ?? []).ShouldBe(SparseMatrixTests.Of<long>(example.GetProperty("queries")), text);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_written_reads_back_the_same(bool zeroBased)
    {
        var x = SparseMatrix.FromDense([0, 0.1, 0, 1.0 / 3, 0, -1e-300, 0, 0, 7], 3, 3);
        using var memory = new MemoryStream();
        SvmLight.Write(memory, x, new[] { 1.5, -1, 0 }, zeroBased, [3, 3, 4]);
        var back = SvmLight.Read(memory.ToArray(), new SvmLightOptions { ZeroBased = zeroBased });
        back.X.ShouldBe(x);
        back.Y.Numbers().ToArray().ShouldBe([1.5, -1, 0]);
        back.Queries.ShouldBe([3, 3, 4]);
        using var file = new TemporaryCsv("", ".svm.gz");
        SvmLight.Write(file.Path, x, new long[] { 1, 2, 3 }, zeroBased);
        SvmLight.Read(file.Path, new SvmLightOptions { ZeroBased = zeroBased }).X.ShouldBe(x);
        Should.Throw<DatasetException>(() => SvmLight.Write(file.Path, x, new long[] { 1 })).Message.ShouldContain("3 samples, 1 targets");
    }

    [Fact]
    public void A_line_of_another_form_is_named()
    {
        Refused("1 1:2\none 1:2\n").ShouldBe("svmlight: line 2 has \"one\" as the target; expected a number");
        Refused("1 1:2 2\n").ShouldContain("line 1 has \"2\"; expected COLUMN:VALUE");
        Refused("1 1:x\n").ShouldContain("as the value of column 1");
        Refused("1 a:1\n").ShouldContain("as a column number");
        Refused("1 2:1 1:1\n").ShouldContain("column 1 after 2");
        Refused("1 -2:1\n").ShouldContain("column -2");
        Refused("1 99999999999:1\n").ShouldContain("column 99999999999");
        Refused("1 qid:1 1:1\n2 1:1\n").ShouldContain("1 of 2 lines have a qid");
        Refused("1 1:1\n2 qid:1 1:1\n").ShouldContain("a line before it has none");
        Refused("1 qid:1 qid:1 1:1\n").ShouldContain("two qid");
        Refused("1 0:1\n", new SvmLightOptions { ZeroBased = false }).ShouldContain("numbered 0");
        Refused("1 5:1\n", new SvmLightOptions { Columns = 3 }).ShouldContain("only 3");
        Refused("1 " + new string(' ', 200_000), new SvmLightOptions { MaxLineBytes = 100_000 }).ShouldContain("longer than 100000 bytes");
    }

    [Fact]
    public void Damaged_text_is_read_or_refused_within_bounds()
    {
        byte[][] seeds =
        [
            "1 1:0.5 3:2 # first\n-1 2:1e-3\n\n+1\n"u8.ToArray(),
            "2.5 qid:1 1:1\n0.5 qid:1 2:3\n1 qid:7 4:2\n"u8.ToArray(),
            IdxFileTests.Gzip("1 0:0.5 3:2\n0 1:4\n"u8.ToArray()),
        ];
        Fuzzer.Run<FileFormatException>(seeds, bytes => SvmLight.Read(bytes).X.StoredCount.ShouldBeGreaterThanOrEqualTo(0)).ShouldBeGreaterThan(Fuzzer.Count / 20);
    }
}
