using System.Security.Cryptography;

namespace Kiln.Data.Tests;

public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] Body = Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 + i / 251)).ToArray();
    private static readonly PublicFile File1 = new("numbers.bin", Body.Length, Md5(Body));

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-download-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

#pragma warning disable CA5351 // The published hashes are MD5.
    private static string Md5(byte[] data) => Convert.ToHexStringLower(MD5.HashData(data));
#pragma warning restore CA5351

    private string Target => Path.Combine(_folder, "set", "numbers.bin");

    private string Part => Target + ".part";

    private static PublicData Set(params string[] addresses) => new("set", [File1], addresses);

    private DownloadOptions Options(IProgress<DownloadProgress>? progress = null, int retries = 3) => new()
    {
        Folder = Path.Combine(_folder, "set"),
        FirstDelay = TimeSpan.FromMilliseconds(1),
        StallTimeout = TimeSpan.FromSeconds(20),
        Retries = retries,
        Progress = progress,
    };

    private void ShouldBeThere()
    {
        File.ReadAllBytes(Target).ShouldBe(Body);
        Directory.GetFiles(Path.GetDirectoryName(Target)!).ShouldBe([Target]);
    }

    private static int RangeOf(string request)
    {
        var line = request.Split("\r\n").SingleOrDefault(l => l.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase));
        return line is null ? 0 : int.Parse(line["Range: bytes=".Length..].TrimEnd('-'));
    }

    [Fact]
    public async Task A_file_is_fetched_once_with_progress()
    {
        using var server = new LoopbackServer((_, _) => Answer.Whole(Body));
        var seen = new Recorder();

        (await Set(server.Address).DownloadAsync(Options(seen), default)).ShouldBe(Path.Combine(_folder, "set"));
        await Set(server.Address).DownloadAsync(Options(), default);

        ShouldBeThere();
        server.Requests.Length.ShouldBe(1);
        server.Requests[0].ShouldStartWith("GET /numbers.bin");
        seen.Reports[0].Received.ShouldBe(0);
        seen.Reports[^1].ShouldBe(new DownloadProgress("numbers.bin", Body.Length, Body.Length));
        seen.Reports.Zip(seen.Reports.Skip(1)).ShouldAllBe(pair => pair.First.Received <= pair.Second.Received);
    }

    [Fact]
    public async Task Interrupted_transfers_go_on_where_they_stopped()
    {
        // Every connection breaks after 70,000 bytes: five requests, each for the rest, under the condition that the file is the same.
        using var server = new LoopbackServer((request, _) =>
        {
            var answer = RangeOf(request) is > 0 and var from ? Answer.Rest(Body, from) : Answer.Whole(Body);
            return answer.Body.Length > 70_000 ? answer with { CutAfter = 70_000 } : answer;
        });

        await Set(server.Address).DownloadAsync(Options(retries: 1), default);

        ShouldBeThere();
        server.Requests.Length.ShouldBe(5);
        server.Requests.Skip(1).Select(RangeOf).ShouldBe([70_000, 140_000, 210_000, 280_000]);
        server.Requests.Skip(1).ShouldAllBe(r => r.Contains("If-Range: \"v1\"", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_is_fetched_anew()
    {
        using var server = new LoopbackServer((_, n) =>
            n == 0 ? Answer.Whole(new byte[Body.Length]) with { CutAfter = 100_000 } : Answer.Whole(Body, "ETag: \"v2\"\r\n"));

        await Set(server.Address).DownloadAsync(Options(), default);

        ShouldBeThere();
        RangeOf(server.Requests[1]).ShouldBe(100_000);
    }

    [Fact]
    public async Task A_part_of_another_file_is_noticed_by_the_hash_and_fetched_anew()
    {
        using var server = new LoopbackServer((request, _) => RangeOf(request) is > 0 and var from ? Answer.Rest(Body, from, "") : Answer.Whole(Body, ""));
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllBytes(Part, new byte[1000]);
        File.WriteAllLines(Part + ".origin", [server.Address + "numbers.bin", ""]);

        await Set(server.Address).DownloadAsync(Options(), default);

        ShouldBeThere();
        server.Requests.Select(RangeOf).ShouldBe([1000, 0]);
    }

    [Fact]
    public async Task A_part_longer_than_the_file_is_dropped()
    {
        using var server = new LoopbackServer((request, _) => RangeOf(request) > 0 ? Answer.Error("416 Range Not Satisfiable") : Answer.Whole(Body));
        Directory.CreateDirectory(Path.GetDirectoryName(Target)!);
        File.WriteAllBytes(Part, new byte[Body.Length + 5]);
        File.WriteAllLines(Part + ".origin", [server.Address + "numbers.bin", "\"v1\""]);

        await Set(server.Address).DownloadAsync(Options(), default);

        ShouldBeThere();
    }

    [Fact]
    public async Task Another_file_under_the_name_is_refused_by_its_hash()
    {
        using var server = new LoopbackServer((_, _) => Answer.Whole("<html>log in first</html>"u8.ToArray()));

        var e = await Should.ThrowAsync<DownloadException>(() => Set(server.Address).DownloadAsync(Options(), default));

        e.Message.ShouldContain(File1.Md5);
        e.Message.ShouldContain("not the published file");
        e.Message.ShouldContain(Path.GetDirectoryName(Target)!);
        e.Message.ShouldContain("KILN_DATA_MIRROR");
        Directory.GetFiles(Path.GetDirectoryName(Target)!).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_far_too_long_is_not_taken()
    {
        using var server = new LoopbackServer((_, _) => Answer.Whole(new byte[3_000_000]));
        var e = await Should.ThrowAsync<DownloadException>(() => Set(server.Address).DownloadAsync(Options(), default));
        e.Message.ShouldContain("3000000 bytes");
    }

    [Fact]
    public async Task The_next_address_is_tried_where_the_first_has_no_such_file()
    {
        using var empty = new LoopbackServer((_, _) => Answer.Error("404 Not Found"));
        using var server = new LoopbackServer((_, _) => Answer.Whole(Body));

        await Set(empty.Address, server.Address).DownloadAsync(Options(), default);

        ShouldBeThere();
        empty.Requests.Length.ShouldBe(1);
        var e = await Should.ThrowAsync<DownloadException>(() => Set(empty.Address).DownloadAsync(Options() with { Folder = Path.Combine(_folder, "other") }, default));
        e.Message.ShouldContain("404");
        e.Message.ShouldContain(Path.Combine(_folder, "other"));
    }

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again_and_not_for_ever()
    {
        using var server = new LoopbackServer((_, n) => n < 3 ? Answer.Error("503 Service Unavailable", "Retry-After: 0\r\n") : Answer.Whole(Body));
        await Set(server.Address).DownloadAsync(Options(), default);
        ShouldBeThere();

        using var down = new LoopbackServer((_, _) => Answer.Error("500 Internal Server Error"));
        var e = await Should.ThrowAsync<DownloadException>(
            () => Set(down.Address).DownloadAsync(Options(retries: 2) with { Folder = Path.Combine(_folder, "other") }, default));
        e.Message.ShouldContain("tried 3 times");
        down.Requests.Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up_and_asked_for_the_rest()
    {
        using var server = new LoopbackServer((request, n) =>
            n == 0 ? Answer.Whole(Body) with { CutAfter = 50_000, Hangs = true } : RangeOf(request) is > 0 and var from ? Answer.Rest(Body, from) : Answer.Whole(Body));

        await Set(server.Address).DownloadAsync(Options() with { StallTimeout = TimeSpan.FromMilliseconds(300) }, default);

        ShouldBeThere();
        server.Requests.Length.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Cancelling_keeps_what_has_come_for_the_next_time()
    {
        using var server = new LoopbackServer((request, n) =>
            n == 0 ? Answer.Whole(Body) with { CutAfter = 150_000, Hangs = true } : Answer.Rest(Body, RangeOf(request)));
        using var cancel = new CancellationTokenSource();
        var progress = new Recorder { When = report => report.Received == 150_000, Then = cancel.Cancel };

        await Should.ThrowAsync<OperationCanceledException>(() => Set(server.Address).DownloadAsync(Options(progress), cancel.Token));
        File.Exists(Target).ShouldBeFalse();
        new FileInfo(Part).Length.ShouldBe(150_000);

        await Set(server.Address).DownloadAsync(Options(), default);
        ShouldBeThere();
        RangeOf(server.Requests[1]).ShouldBe(150_000);
    }

    [Fact]
    public async Task Without_a_network_the_error_says_where_to_put_the_file()
    {
        // A port that nobody listens on.
        var server = new LoopbackServer((_, _) => Answer.Whole(Body));
        var address = server.Address;
        server.Dispose();

        var e = await Should.ThrowAsync<DownloadException>(() => Set(address).DownloadAsync(Options(retries: 0), default));

        e.Message.ShouldContain($"put numbers.bin ({Body.Length} bytes, MD5 {File1.Md5}) into {Path.GetDirectoryName(Target)}");
        e.Message.ShouldContain("set/numbers.bin");
    }

    [Fact]
    public async Task A_mirror_is_an_address_or_a_folder()
    {
        using var server = new LoopbackServer((_, _) => Answer.Whole(Body));
        await Set("http://public.invalid/").DownloadAsync(Options() with { Mirror = server.Address + "base/" }, default);
        ShouldBeThere();
        server.Requests[0].ShouldStartWith("GET /base/set/numbers.bin");

        var mirror = Path.Combine(_folder, "mirror");
        Directory.CreateDirectory(Path.Combine(mirror, "set"));
        File.WriteAllBytes(Path.Combine(mirror, "set", "numbers.bin"), Body);
        File.Delete(Target);
        await Set("http://public.invalid/").DownloadAsync(Options() with { Mirror = mirror }, default);
        ShouldBeThere();

        var e = await Should.ThrowAsync<DownloadException>(
            () => Set("http://public.invalid/").DownloadAsync(Options() with { Mirror = Path.Combine(_folder, "nowhere"), Folder = Path.Combine(_folder, "other") }, default));
        e.Message.ShouldContain("no such file");
    }

    [Fact]
    public async Task A_disk_that_is_full_a_folder_that_is_none_and_another_download_are_told_apart()
    {
        using var server = new LoopbackServer((_, _) => Answer.Whole(Body));
        var full = new Recorder { When = report => report.Received > 0, Then = () => throw new IOException("no space", 28) };
        (await Should.ThrowAsync<DownloadException>(() => Set(server.Address).DownloadAsync(Options(full), default))).Message.ShouldContain("disk is full");

        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        (await Should.ThrowAsync<DownloadException>(() => Set(server.Address).DownloadAsync(Options() with { Folder = file }, default))).Message.ShouldContain("cannot be written");

        using var other = new FileStream(Part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        (await Should.ThrowAsync<DownloadException>(() => Set(server.Address).DownloadAsync(Options(), default))).Message.ShouldContain("another process");
    }

    [Fact]
    public async Task Options_are_checked()
    {
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Mnist.DownloadAsync(new DownloadOptions { Retries = -1 }));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Cifar10.DownloadAsync(new DownloadOptions { StallTimeout = TimeSpan.Zero }));
    }

    [Fact]
    public async Task MNIST_packed_anew_is_known_by_its_contents()
    {
        var mirror = Path.GetDirectoryName(Goldens.RealData("mnist"))!;
        var folder = await Mnist.DownloadAsync(new DownloadOptions { Mirror = mirror, Folder = _folder });
        Mnist.Load(folder).Test.Count.ShouldBe(10_000);
    }

    [Fact]
    public void Loading_without_a_folder_fills_the_cache_from_the_mirror()
    {
        var mirror = Path.GetDirectoryName(Goldens.RealData("mnist"))!;
        var before = (Cache: Environment.GetEnvironmentVariable("XDG_CACHE_HOME"), Mirror: Environment.GetEnvironmentVariable("KILN_DATA_MIRROR"));
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the cache of Windows has no variable");
        try
        {
            Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _folder);
            Environment.SetEnvironmentVariable("KILN_DATA_MIRROR", mirror);
            Mnist.Load().Train.Count.ShouldBe(60_000);
            File.Exists(Path.Combine(_folder, "kiln", "mnist", "train-images-idx3-ubyte.gz")).ShouldBeTrue();
            Environment.SetEnvironmentVariable("KILN_DATA_MIRROR", Path.Combine(_folder, "nowhere"));
            Mnist.Load().Test.Count.ShouldBe(10_000);
            var e = Should.Throw<DownloadException>(() => Cifar10.Load());
            e.Message.ShouldContain("cifar10/cifar-10-binary.tar.gz");
            e.Message.ShouldContain(Path.Combine(_folder, "kiln", "cifar10"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("XDG_CACHE_HOME", before.Cache);
            Environment.SetEnvironmentVariable("KILN_DATA_MIRROR", before.Mirror);
        }
    }

    private sealed class Recorder : IProgress<DownloadProgress>
    {
        internal List<DownloadProgress> Reports { get; } = [];

        internal Func<DownloadProgress, bool> When { get; init; } = _ => false;

        internal Action Then { get; init; } = () => { };

        public void Report(DownloadProgress value)
        {
            Reports.Add(value);
            if (When(value))
            {
                Then();
            }
        }
    }
}
