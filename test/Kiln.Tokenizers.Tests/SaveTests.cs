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
    public async Task A_reader_that_leaves_is_told_of_in_plain_words()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !File.Exists("/usr/bin/mkfifo"), "there is no mkfifo here");
        var folder = Directory.CreateTempSubdirectory("kiln-tokenizer");
        try
        {
            var pipe = Path.Combine(folder.FullName, "pipe");
            using (var made = System.Diagnostics.Process.Start("/usr/bin/mkfifo", [pipe]))
            {
                await made.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            // More than a pipe holds, so that writing waits for the reader, or finds it gone.
            var large = new Tokenizer(WordLevelModel.Create(Enumerable.Range(0, 50_000).ToDictionary(id => id == 0 ? "<unk>" : $"word{id}", id => id)));
            var reader = Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Read).Dispose(), TestContext.Current.CancellationToken);
            Should.Throw<IOException>(() => large.Save(pipe)).Message.ShouldBe($"'{pipe}': whoever reads it left before everything was written");
            await reader;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_folder_is_no_file() => FolderTests.InFolder(folder =>
        Should.Throw<IOException>(() => s_small.Save(folder)).Message.ShouldContain("is a folder"));
}
