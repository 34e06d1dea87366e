using System.Text.Json;

namespace Kiln.Cli.Tests;

public class BenchTests
{
    [Fact]
    public async Task A_kernel_is_placed_under_the_machines_roofs()
    {
        using var folder = new TemporaryFolder();
        var run = (await KilnProcess.RunAsync(folder.Path, "bench", "--quick", "--kernel", "matmul-64", "--json", "--threads", "1")).ShouldExitWith(0);
        run.OutputLines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString()).ShouldBe(["machine", "peaks", "kernel"]);
        run.Json("peaks").GetProperty("multiply_add_float32").GetDouble().ShouldBeGreaterThan(0);
        var kernel = run.Json("kernel");
        kernel.GetProperty("operations").GetDouble().ShouldBe(2.0 * 64 * 64 * 64);
        kernel.GetProperty("share").GetDouble().ShouldBeGreaterThan(0);
        run.Error.ShouldContain("matmul-64");
    }

    [Fact]
    public async Task An_unknown_kernel_is_wrong_use_and_the_message_names_those_there_are()
    {
        using var folder = new TemporaryFolder();
        var run = (await KilnProcess.RunAsync(folder.Path, "bench", "--kernel", "sort")).ShouldExitWith(2);
        run.Error.ShouldContain("no kernel has a name that contains sort");
        run.Error.ShouldContain("matmul-1024");
    }

    [Fact]
    public async Task Control_c_ends_it_within_a_sample()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends a Unix signal");
        using var folder = new TemporaryFolder();
        using var running = KilnProcess.StartLine(folder.Path, $"exec {KilnProcess.Command} bench --json > out.jsonl");
        await running.WaitUntilAsync(() => new FileInfo(folder["out.jsonl"]) is { Exists: true, Length: > 0 });
        running.PressControlC();
        var stopped = (await running.FinishAsync()).ShouldExitWith(130);
        stopped.Error.ShouldContain("stopped.");
    }

    [Fact]
    public void Every_kernel_runs()
    {
        KernelBenchmarks.All.Select(kernel => kernel.Name).ShouldBeUnique();
        foreach (var kernel in KernelBenchmarks.All.Where(kernel => kernel.Operations < 5e9 && kernel.BytesRead < 3e8))
        {
            Should.NotThrow(kernel.Prepare(), kernel.Name);
        }
    }

    [Fact]
    public async Task Help_of_bench()
    {
        using var folder = new TemporaryFolder();
        Snapshot.Matches("help-bench", (await KilnProcess.RunAsync(folder.Path, "bench", "--help")).ShouldExitWith(0).Output);
    }
}
