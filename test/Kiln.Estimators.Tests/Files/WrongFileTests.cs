using System.Text;

namespace Kiln.Estimators.Tests;

/// <summary>Files that are no models say what they are.</summary>
public class WrongFileTests
{
    [Theory]
    [InlineData("a,b,y\n1,2,3\n", "the file is text (it begins \"a,b,y\"), and no model as Model.Save writes them")]
    [InlineData("{\"a\": 1}", "the file is text")]
    [InlineData("", "the file is empty")]
    [InlineData("PK\u0003\u0004 and more", "a zip archive, such as .npz or PyTorch's .pt")]
    public void Text_archives_and_nothing_at_all_are_told(string contents, string said) => Refused(Encoding.UTF8.GetBytes(contents)).ShouldContain(said);

    [Fact]
    public void A_pickle_is_not_run() => Refused([0x80, 4, 0x95, 1, 2, 3, 4, 5, 6, 7]).ShouldContain("a Python pickle, which Kiln never runs");

    [Fact]
    public void Other_tensors_say_who_reads_them()
    {
        var path = Path.Combine(Path.GetTempPath(), $"kiln-{Guid.NewGuid():n}.safetensors");
        try
        {
            SafeTensors.Save(path, [new("w", Tensor.From([1f, 2f]))]);
            Should.Throw<FileFormatException>(() => Model.Load(path)).Message.ShouldContain("Module.Load");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Refused(byte[] contents)
    {
        var path = Path.Combine(Path.GetTempPath(), $"kiln-{Guid.NewGuid():n}");
        try
        {
            File.WriteAllBytes(path, contents);
            return Should.Throw<FileFormatException>(() => Model.Load(path)).Message;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
