using Kiln.Evaluation;

namespace Kiln.Neural.Tests;

public sealed class MemoryWatchTests : IDisposable
{
    private const long Megabyte = 1 << 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_epoch_has_its_memory_in_the_history_the_csv_file_and_the_curves()
    {
        string csv = _folder.File("history.csv");
        using var board = new TensorBoardLog(_folder.File("events"));
        History history = Tiny.Network().Fit(Tiny.Data(), Tiny.Options(epochs: 3) with { Callbacks = [new CsvLog(csv), board, new MemoryWatch { Interval = TimeSpan.Zero }] });

        string[] columns = ["memory_resident_mb", "memory_managed_mb", "memory_tensors_mb"];
        foreach (string column in columns)
        {
            history[column].Count.ShouldBe(3);
            history[column].ShouldAllBe(mb => mb > 0 && mb < 100_000, column);
        }

        history["memory_resident_mb"].Zip(history["memory_tensors_mb"]).ShouldAllBe(p => p.First > p.Second);
        HistoryTable.Load(csv).Columns.ShouldBe(["epoch", .. history.Columns]);
        string[] tags = [.. EventFileReader.Read(Directory.GetFiles(board.Folder).Single()).Scalars.Select(s => s.Tag).Distinct()];
        columns.Select(c => "memory/" + c["memory_".Length..]).ShouldBeSubsetOf(tags);
    }

    [Fact]
    public void The_line_of_an_epoch_names_the_resident_memory_only()
    {
        EpochLine.Describe([new("loss", 0.5), new("memory_resident_mb", 1234.4), new("memory_managed_mb", 3), new("memory_tensors_mb", 4)])
            .ShouldBe("loss 0.5000, memory 1,234 MB");
    }

    [Fact]
    public void Memory_that_settles_is_no_growth()
    {
        var growth = new MemoryGrowth(patience: 5, least: Megabyte);
        long[] settling = [100, 150, 175, 188, 194, 196, 196, 196, 200, 196, 204, 203, 210];
        settling.Select(mb => growth.Add(Reading(tensors: mb, managed: 10, resident: 300 + mb))).ShouldAllBe(warning => warning == null);
    }

    [Fact]
    public void Steady_growth_is_told_once_with_its_rate_its_kind_and_what_helps()
    {
        var growth = new MemoryGrowth(patience: 5, least: Megabyte);
        string?[] told = [.. Enumerable.Range(0, 9).Select(e => growth.Add(Reading(tensors: 100 + (2 * e), managed: 10, resident: 400 + (2 * e))))];
        told.Count(t => t is not null).ShouldBe(1);
        told[5].ShouldNotBeNull().ShouldStartWith("memory grows: tensors that somebody can reach by 2.0 MB an epoch over 5 epochs, from 100 to 110 MB.");
        told[5]!.ShouldContain("Detach()");
    }

    [Fact]
    public void Growth_of_managed_objects_and_of_neither_is_told_apart()
    {
        var managed = new MemoryGrowth(patience: 3, least: Megabyte);
        var native = new MemoryGrowth(patience: 3, least: Megabyte);
        string[] ofManaged = [.. Enumerable.Range(0, 6).Select(e => managed.Add(Reading(50, 10 + e, 400 + e))).OfType<string>()];
        string[] ofNative = [.. Enumerable.Range(0, 6).Select(e => native.Add(Reading(50, 10, 400 + (3 * e)))).OfType<string>()];
        ofManaged.Single().ShouldContain("managed objects by 1.0 MB");
        ofNative.Single().ShouldContain("neither tensors nor managed objects by 3.0 MB");
    }

    [Theory]
    [InlineData("Patience")]
    [InlineData("MinDelta")]
    [InlineData("Interval")]
    [InlineData("CheckInterval")]
    public void A_setting_out_of_range_is_named(string property)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => property switch
        {
            "Patience" => new MemoryWatch { Patience = 1 },
            "MinDelta" => new MemoryWatch { MinDelta = 0 },
            "Interval" => new MemoryWatch { Interval = TimeSpan.FromSeconds(-1) },
            _ => new MemoryWatch { CheckInterval = TimeSpan.FromSeconds(-1) },
        }).Message.ShouldContain($"MemoryWatch.{property}: expected");
    }

    private static MemoryReading Reading(long tensors, long managed, long resident) => new(resident * Megabyte, managed * Megabyte, tensors * Megabyte);
}
