namespace Kiln.Tokenizers.Tests;

/// <summary>A saved file has the permissions of the one it replaces, may have any name, and leaves nothing beside it.</summary>
public sealed class SaveTests
{
    private static readonly Tokenizer s_small = new(WordLevelModel.Create(new Dictionary<string, int> { ["<unk>"] = 0 }));

    [Fact]
    public void Permissions_stay()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes");
        FolderTests.InFolder(folder =>
        {
            var file = Path.Combine(folder, "p.json");
            File.WriteAllText(file, "");
#pragma warning disable CA1416 // Skipped on Windows.
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            s_small.Save(file);
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
#pragma warning restore CA1416
            File.ReadAllBytes(file).ShouldBe(s_small.ToJson());
        });
    }

    [Fact]
    public void Names_may_be_long() => FolderTests.InFolder(folder =>
    {
        var file = Path.Combine(folder, new string('n', 240) + ".json");
        s_small.Save(file);
        File.ReadAllBytes(file).ShouldBe(s_small.ToJson());
        Directory.GetFiles(folder).ShouldBe([file]);
    });

    [Fact]
    public void What_killed_writers_left_goes() => FolderTests.InFolder(folder =>
    {
        var left = Path.Combine(folder, $".t.json.{Guid.NewGuid():n}.tmp");
        File.WriteAllText(left, "half");
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddHours(-2));
        s_small.Save(Path.Combine(folder, "t.json"));
        Directory.GetFiles(folder).Select(Path.GetFileName).ShouldBe(["t.json"]);
    });

    [Fact]
    public void A_folder_is_no_file() => FolderTests.InFolder(folder =>
        Should.Throw<IOException>(() => s_small.Save(folder)).Message.ShouldContain("is a folder"));
}
