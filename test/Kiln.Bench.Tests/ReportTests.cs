using System.Text.Json;

namespace Kiln.Bench.Tests;

public class ReportTests
{
    private static readonly Peaks s_peaks = new(1, "Some processor", 100e9, 50e9, 20e9, 30e9, 32e9);

    private static readonly Comparison s_product = Comparison.Arithmetic("matmul-x", 2e9, () => new Trial(() => { })) with { Group = "products", Bar = 1.1 };

    private static readonly Comparison s_copy = Comparison.Traffic("copy-x", 3e9, 3e9, () => new Trial(() => { }));

    [Fact]
    public void A_line_has_the_ratio_to_the_best_peer_and_the_figures_of_all()
    {
        var line = Line(new Outcome(s_product, 1, 15, 0.025, [Peer("OpenBLAS 0.3.21 (SkylakeX)", 0.026, 1.04), Peer("PyTorch 1.13", 0.05, 2)], []));
        line.GetProperty("ours").GetDouble().ShouldBe(80);
        line.GetProperty("peer").GetDouble().ShouldBe(76.92);
        line.GetProperty("ratio").GetDouble().ShouldBe(1.04);
        line.GetProperty("against").GetString().ShouldBe("OpenBLAS 0.3.21 (SkylakeX)");
        line.GetProperty("interval").EnumerateArray().Select(e => e.GetDouble()).ShouldBe([1.03, 1.05]);
        line.GetProperty("peers").GetArrayLength().ShouldBe(2);
        line.GetProperty("share").GetDouble().ShouldBe(0.8);
        line.GetProperty("of").GetString().ShouldBe("fma");
        line.GetProperty("verdict").GetString().ShouldBe("below the bar");
    }

    [Fact]
    public void A_missing_peer_is_named_and_there_is_no_ratio()
    {
        var line = Line(new Outcome(s_product, 1, 15, 0.025, [], ["torch: No module named 'torch'"]));
        line.GetProperty("ratio").ValueKind.ShouldBe(JsonValueKind.Null);
        line.GetProperty("note").GetString().ShouldBe("no torch: No module named 'torch'");
    }

    [Fact]
    public void What_memory_bounds_has_its_share_of_the_bandwidth()
    {
        // 6 GB take at least 0.1875 s at the triad's 32 GB/s.
        var line = Line(new Outcome(s_copy, 1, 15, 0.25, [Peer("PyTorch 1.13", 0.5, 2)], []));
        line.GetProperty("share").GetDouble().ShouldBe(0.75);
        line.GetProperty("of").GetString().ShouldBe("memory");
    }

    [Theory]
    [InlineData(0.05, 2.0, "bar reached")]
    [InlineData(0.05, 1.7, "below the bar")]
    [InlineData(0.0005, 1.7, null)]
    public void What_threads_gain_stands_beside_what_the_machine_gains(double seconds, double gain, string? verdict)
    {
        var all = s_peaks with { Threads = 2, Single = 180e9 };
        var speedup = new Speedup(s_product, 5, seconds, seconds / gain, new Estimate(gain, gain - 0.1, gain + 0.1));
        var line = JsonDocument.Parse(JsonReport.Line(speedup, s_peaks, all)).RootElement;
        line.GetProperty("gain").GetDouble().ShouldBe(gain);
        line.GetProperty("threads").GetInt32().ShouldBe(2);
        line.GetProperty("roof_gain").GetDouble().ShouldBe(1.8);
        line.GetProperty("of").GetString().ShouldBe("fma");
        (line.TryGetProperty("verdict", out var said) ? said.GetString() : null).ShouldBe(verdict);
    }

    [Theory]
    [InlineData(2.0, 1.8, 0.5, "memory", Verdict.Reached)]
    [InlineData(1.1, 1.8, 1.1, "memory", Verdict.AtBandwidth)]
    [InlineData(1.1, 1.8, 0.9, "memory", Verdict.Missed)]
    [InlineData(1.1, 1.8, 1.1, "fma", Verdict.Missed)]
    [InlineData(0.5, 0, 0.5, "memory", Verdict.None)]
    public void A_bar_is_reached_missed_or_out_of_reach_of_memory(double ratio, double bar, double share, string bound, object verdict) =>
        Verdicts.Of(ratio, bar, share, bound).ShouldBe((Verdict)verdict);

    [Fact]
    public void A_median_has_the_interval_of_the_signs()
    {
        // Of 15 samples the 4th and the 12th enclose the median with 96 % (binomial of 15 halves).
        var estimate = Statistics.Summarize([.. Enumerable.Range(1, 15).Select(i => (double)i).Reverse()]);
        estimate.ShouldBe(new Estimate(8, 4, 12));
        Statistics.Summarize([3, 1, 2]).ShouldBe(new Estimate(2, 1, 3));
    }

    [Fact]
    public void A_result_file_keeps_the_newest_line_of_a_name_and_threads()
    {
        var file = Path.GetTempFileName();
        try
        {
            foreach (var line in new[]
            {
                """{"name":"a","threads":1,"ours":1}""", """{"name":"a","threads":2,"ours":2}""", """{"machine":"m","threads":1}""", """{"name":"a","threads":1,"ours":3}""",
            })
            {
                ResultFile.Put(file, line);
            }

            ResultFile.Read(file).ShouldBe(["""{"name":"a","threads":1,"ours":3}""", """{"name":"a","threads":2,"ours":2}""", """{"machine":"m","threads":1}"""]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Tables_say_which_bars_are_missed()
    {
        var report = Report();
        report.Summary().ShouldBe("""
            - Some processor, X, Y, 1 thread: multiply-adds 100 GFLOP/s (float64 50), memory 20 GB/s read, 30 copy, 32 triad
            - peers: OpenBLAS 0.3.21 (SkylakeX), PyTorch 1.13

            | ratio to the best peer | bar | 1 thread: median | lowest | reach the bar |
            |---|---|---|---|---|
            | products | 1.1 | 1.52 | 1.04 | 1 of 2 |
            | rows | 1.8 | 1.10 | 1.10 | 0 of 1, 1 at the bandwidth of memory |

            """.ReplaceLineEndings("\n"));
        report.Details().ShouldBe("""
            | comparison | unit | 1 thread: Kiln | share | best peer | ratio (95 %) |
            |---|---|---|---|---|---|
            | matmul-x | GFLOP/s | 80 | 80 % | 76.92 OpenBLAS | **1.04** (1.03–1.05) |
            | matmul-y | GFLOP/s | 80 | 80 % | 40 PyTorch contiguous | 2.00 (1.99–2.01) |
            | copy-x | GB/s | 24 | 75 % | none | |
            | rows-x | GB/s | 31.25 | 98 % | 28.41 PyTorch | 1.10 (1.09–1.11): memory |

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Tables_are_written_between_the_marks_of_a_document()
    {
        const string Document = "before\n<!-- bench: summary -->\nold\n<!-- bench: end -->\nafter\n";
        var fresh = Report().Into(Document);
        fresh.ShouldStartWith("before\n<!-- bench: summary -->\n- Some processor");
        fresh.ShouldEndWith("\n<!-- bench: end -->\nafter\n");
        fresh.ShouldNotContain("old");
        Report().Into(fresh).ShouldBe(fresh);
        Should.Throw<FormatException>(() => Report().Into("no marks"));
    }

    private static MarkdownReport Report() => new(
    [
        """{"machine":"Some processor","threads":1,"instructions":"X","runtime":"Y","fma_f32_gflops":100,"fma_f64_gflops":50,"read_gbs":20,"copy_gbs":30,"triad_gbs":32}""",
        JsonReport.Line(new Outcome(s_product, 1, 15, 0.025, [Peer("OpenBLAS 0.3.21 (SkylakeX)", 0.026, 1.04)], []), s_peaks),
        JsonReport.Line(new Outcome(s_product with { Name = "matmul-y" }, 1, 15, 0.025, [Peer("PyTorch 1.13 contiguous", 0.05, 2)], []), s_peaks),
        JsonReport.Line(new Outcome(s_copy, 1, 15, 0.25, [], ["torch"]), s_peaks),
        JsonReport.Line(new Outcome(s_copy with { Name = "rows-x", Group = "rows", Bar = 1.8 }, 1, 15, 0.192, [Peer("PyTorch 1.13", 0.2112, 1.1)], []), s_peaks),
    ]);

    private static JsonElement Line(Outcome outcome) => JsonDocument.Parse(JsonReport.Line(outcome, s_peaks)).RootElement;

    private static PeerOutcome Peer(string name, double seconds, double ratio) => new(name, seconds, new Estimate(ratio, ratio - 0.01, ratio + 0.01));
}
