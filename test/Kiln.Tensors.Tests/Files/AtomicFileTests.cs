namespace Kiln.Tensors.Tests;

public class AtomicFileTests
{
    private static readonly int s_diskFull = OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28;

    [Fact]
    public void A_file_is_created_and_replaced_and_nothing_else_stays_behind()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.WriteAllText(folder["a.txt"], "one");
        AtomicFile.WriteAllText(folder["a.txt"], "two é");
        AtomicFile.WriteAllBytes(folder["b.bin"], [1, 2, 3]);
        File.ReadAllText(folder["a.txt"]).ShouldBe("two é");
        File.ReadAllBytes(folder["b.bin"]).ShouldBe([1, 2, 3]);
        folder.FileNames.ShouldBe(["a.txt", "b.bin"]);
    }

    [Fact]
    public void A_failing_writer_leaves_the_old_file_and_its_exception_passes_through()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.WriteAllText(folder["a"], "old");
        Should.Throw<InvalidOperationException>(() => AtomicFile.Write(folder["a"], stream =>
        {
            stream.Write([1, 2, 3]);
            throw new InvalidOperationException("half way");
        })).Message.ShouldBe("half way");
        File.ReadAllText(folder["a"]).ShouldBe("old");
        folder.FileNames.ShouldBe(["a"]);
    }

    [Fact]
    public void A_device_is_written_to_and_stays_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !File.Exists("/dev/full"), "there are no devices here");
        AtomicFile.IsDevice("/dev/full").ShouldBeTrue();
        AtomicFile.IsDevice("/dev/../tmp/file").ShouldBeFalse();
        AtomicFile.WriteAllText("/dev/null", "gone");
        Should.Throw<FileWriteException>(() => AtomicFile.WriteAllText("/dev/full", "no room")).Message.ShouldContain("/dev/full");
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder["link"], "/dev/full");
        Should.Throw<FileWriteException>(() => AtomicFile.WriteAllText(folder["link"], "no room"));
        new FileInfo("/dev/full").Length.ShouldBe(0);
        folder.FileNames.ShouldBe(["link"]);
    }

    [Fact]
    public async Task A_named_pipe_is_written_through_and_stays_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !File.Exists("/usr/bin/mkfifo"), "there is no mkfifo here");
        using var folder = new TemporaryFolder();
        using (var made = System.Diagnostics.Process.Start("/usr/bin/mkfifo", folder["pipe"]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        File.CreateSymbolicLink(folder["link"], folder["pipe"]);
        File.WriteAllText(folder["empty"], "");
        AtomicFile.IsDevice(folder["pipe"]).ShouldBeTrue();
        AtomicFile.IsDevice(folder["empty"]).ShouldBeFalse();
        foreach (var name in (string[])["pipe", "link"])
        {
            // Each end waits for the other.
            var read = Task.Run(() => File.ReadAllText(folder["pipe"]), TestContext.Current.CancellationToken);
            AtomicFile.WriteAllText(folder[name], "through " + name);
            AtomicFile.IsDevice(folder["pipe"]).ShouldBeTrue();
            (await read).ShouldBe("through " + name);
        }

        folder.FileNames.Order().ShouldBe(["empty", "link", "pipe"]);
    }

    [Fact]
    public void A_full_disk_is_explained_and_leaves_the_old_file()
    {
        using var folder = new TemporaryFolder();
        AtomicFile.WriteAllText(folder["a"], "old");
        var error = Should.Throw<FileWriteException>(() => AtomicFile.Write(folder["a"], stream =>
        {
            stream.Write(new byte[100]);
            throw new IOException("No space left on device", s_diskFull);
        }));
        error.Message.ShouldContain("disk is full");
        error.Message.ShouldContain("unchanged");
        error.Path.ShouldBe(folder["a"]);
        File.ReadAllText(folder["a"]).ShouldBe("old");
        folder.FileNames.ShouldBe(["a"]);
    }

    [Fact]
    public void What_a_killed_writer_left_is_removed_by_a_later_write_of_the_same_name()
    {
        using var folder = new TemporaryFolder();
        string Leave(string name, int hoursAgo)
        {
            File.WriteAllText(folder[name], "half");
            File.SetLastWriteTimeUtc(folder[name], DateTime.UtcNow.AddHours(-hoursAgo));
            return name;
        }

        Leave(".model.00112233445566778899aabbccddeeff.tmp", 2);
        string[] kept =
        [
            Leave(".model.10112233445566778899aabbccddeeff.tmp", 0), // perhaps still being written
            Leave(".other.00112233445566778899aabbccddeeff.tmp", 2),
            Leave(".model.notes.tmp", 2),
            Leave(".model.tmp", 2),
            Leave(".model.20112233445566778899aabbccddeeff.tmp", 2),
        ];
        using (new FileStream(folder[kept[4]], FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            AtomicFile.WriteAllText(folder["model"], "new");
        }

        folder.FileNames.ShouldBe([.. kept.Append("model").Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "missing", "a");
        Should.Throw<FileWriteException>(() => AtomicFile.WriteAllText(path, "x")).Message.ShouldContain("missing' does not exist");
    }

    [Fact]
    public void A_folder_at_the_path_is_named()
    {
        using var folder = new TemporaryFolder();
        Should.Throw<FileWriteException>(() => AtomicFile.WriteAllText(folder.Path, "x")).Message.ShouldContain("is a folder");
    }

    [Fact]
    public void An_unwritable_folder_is_explained()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            Assert.Skip("permissions do not bind this user");
            return;
        }

        using var folder = new TemporaryFolder();
        AtomicFile.WriteAllText(folder["a"], "old");
        File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Should.Throw<FileWriteException>(() => AtomicFile.WriteAllText(folder["a"], "x")).Message.ShouldContain("no permission");
            File.ReadAllText(folder["a"]).ShouldBe("old");
        }
        finally
        {
            File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void A_refusal_of_the_system_is_explained()
    {
        FileWriteException.Explain("x", new UnauthorizedAccessException()).Message.ShouldContain("no permission");
        FileWriteException.Explain("x", new IOException("odd")).Message.ShouldContain("odd");
    }

    [Fact]
    public void Links_and_permissions_survive()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("links and modes are Unix's");
            return;
        }

        using var folder = new TemporaryFolder();
        AtomicFile.WriteAllText(folder["target"], "old");
        File.SetUnixFileMode(folder["target"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(folder["link"], folder["target"]);
        AtomicFile.WriteAllText(folder["link"], "new");
        File.ReadAllText(folder["target"]).ShouldBe("new");
        new FileInfo(folder["link"]).LinkTarget.ShouldNotBeNull();
        File.GetUnixFileMode(folder["target"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
