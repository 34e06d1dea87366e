namespace Kiln.Cli.Tests;

public class RooflineViewTests
{
    private static readonly MachineRoofs[] s_roofs = [FakeRoofs.Of(threads: 1, scale: 1), FakeRoofs.Of(threads: 2, scale: 1.9)];

    private static readonly RooflinePoint[] s_points =
    [
        Point("matmul-1024", "1024 × 1024 × 1024", 2.147e9, 8.4e6, 4.2e6, 0.0123),
        Point("conv-3x3-weight-gradient", "16 × 28 × 28 × 128 → 128", 3.7e9, 6.4e6, 6.4e6, 0.0199),
        Point("matmul-row", "1 × 4096 × 16384", 1.34e8, 2.68e8, 6.5e4, 0.0049),
        Point("softmax", "32768 × 1024", 0, 1.34e8, 1.34e8, 0.0201),
        Point("sum", "32 Mi", 0, 1.34e8, 0, 0.0031),
        Point("matmul-64", "64 × 64 × 64", 5.2e5, 3.3e4, 1.6e4, 3.3e-6),
    ];

    [Fact]
    public void The_report_on_a_stream_without_a_width() => Snapshot.Matches("bench", Report(120));

    [Fact]
    public void The_report_in_80_columns() => Snapshot.Matches("bench-narrow", Report(80));

    [Theory, InlineData(76), InlineData(80), InlineData(92), InlineData(100), InlineData(118), InlineData(120), InlineData(160)]
    public void No_line_is_broken(int width)
    {
        var lines = Report(width).Split('\n');
        lines.ShouldAllBe(line => line.Length <= width);
        foreach (var point in s_points)
        {
            lines.Count(line => line.StartsWith(point.Benchmark.Name + " ", StringComparison.Ordinal)).ShouldBe(1);
        }

        lines.ShouldNotContain(line => line.Contains('…'));
    }

    [Fact]
    public void One_thread_has_one_column()
    {
        using var text = new StringWriter();
        RooflineView.Peaks(Screen.Open(text, isTerminal: false, json: null), [s_roofs[0]]);
        text.ToString().ShouldContain("1 thread");
        text.ToString().ShouldNotContain("2 threads");
    }

    [Fact]
    public void As_json_a_line_per_number_of_threads_and_per_kernel()
    {
        using var text = new StringWriter();
        using var json = new StringWriter();
        var screen = Screen.Open(text, isTerminal: false, new JsonLines(json));
        RooflineView.Peaks(screen, s_roofs);
        RooflineView.Write(screen.Json, s_points[0], 2);
        Snapshot.Matches("bench-json", json.ToString());
    }

    [Theory, InlineData(20), InlineData(30), InlineData(80)]
    public void Progress_never_reaches_the_last_column(int width) =>
        Rendered.Markup(BenchProgress.Line("conv-3x3-weight-gradient", 7, 42, width)).Length.ShouldBeLessThan(width);

    private static string Report(int width)
    {
        using var text = new StringWriter();
        var screen = Screen.Open(text, isTerminal: false, json: null);
        screen.Text.Profile.Width = width;
        RooflineView.Peaks(screen, s_roofs);
        RooflineView.Kernels(screen, s_points, 2);
        return text.ToString();
    }

    private static RooflinePoint Point(string name, string shape, double operations, double read, double written, double seconds) =>
        RooflinePoint.Place(new KernelBenchmark(name, shape, operations, read, written, () => () => { }), seconds, s_roofs[1]);
}
