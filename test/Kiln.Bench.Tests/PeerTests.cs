using System.Diagnostics;
using Kiln.Numerics;

namespace Kiln.Bench.Tests;

[Collection("one at a time")]
public class PeerTests
{
    [Fact]
    public void A_missing_peer_is_named_and_asked_for_once()
    {
        using var pool = new PeerPool(SourceTree.Peers);
        pool.Take("abacus", threads: 1, slot: 0, out var why).ShouldBeNull();
        why.ShouldNotBeEmpty();
        pool.Take("abacus", threads: 1, slot: 0, out var again).ShouldBeNull();
        again.ShouldBe(why);
    }

    [Fact]
    public void A_task_that_a_peer_cannot_do_is_named()
    {
        using var peer = PeerProcess.Start(SourceTree.Peers, "native", threads: 1, out _).ShouldNotBeNull();
        peer.Prepare(Bench.Peer.OpenBlas("svd", 3, 3, 3, "nn"), out var why).ShouldBeNull();
        why.ShouldContain("openblas.svd");
    }

    [Fact]
    public void A_comparison_whose_peers_are_missing_still_measures_Kiln()
    {
        using var pool = new PeerPool(SourceTree.Peers);
        var runs = 0;
        var comparison = Comparison.Arithmetic("count", 1, () => new Trial(() => runs++), new Peer("abacus", "abacus", "add", []));
        var outcome = Contest.Run(comparison, pool, BenchOptions.Read(["--rounds", "3", "--seconds", "0.1"]), threads: 1);
        runs.ShouldBeGreaterThan(2);
        outcome.Peers.ShouldBeEmpty();
        outcome.Missing.ShouldHaveSingleItem();
        outcome.Seconds.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_speedup_takes_turns_and_leaves_all_threads()
    {
        var before = WorkerTeam.ThreadCount;
        try
        {
            var seen = new HashSet<int>();
            var comparison = Comparison.Arithmetic("count", 1, () => new Trial(() => seen.Add(WorkerTeam.ThreadCount)));
            var speedup = Speedup.Run(comparison, threads: 2, rounds: 3, seconds: 0.1);
            seen.Order().ShouldBe([1, 2]);
            speedup.Rounds.ShouldBe(3);
            WorkerTeam.ThreadCount.ShouldBe(2);
        }
        finally
        {
            WorkerTeam.ThreadCount = before;
        }
    }

    [Theory, InlineData(1u, 0, 0.21640217304229736), InlineData(1u, 1, 0.6503205299377441), InlineData(2u, 1000, -0.8442261219024658)]
    public void Operands_are_those_of_the_peers(uint seed, int index, double value)
    {
        // From draw in peers/operands.py.
        Operands.Draw(1001, seed)[index].ShouldBe((float)value);
        Operands.DrawDouble(1001, seed)[index].ShouldBe(value);
    }

    [Fact]
    public async Task The_list_names_every_comparison()
    {
        var (code, output, _) = await RunAsync("--list");
        code.ShouldBe(0);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ShouldBe(Families.All().Select(c => c.Name));
        (await RunAsync("--list", "MatMul-512")).Output.ShouldContain("matmul-512");
    }

    [Theory, InlineData("there is no option --fast", "--fast"), InlineData("--threads needs a value", "--threads"), InlineData("expected a positive number, given no", "--seconds", "no"),
        InlineData("--render needs --json", "--render"),
        InlineData("compares all threads with one", "--speedup", "--threads", "1"), InlineData("No comparison has a name that contains nothing-like-it", "nothing-like-it")]
    public async Task Wrong_use_is_told(string message, params string[] arguments)
    {
        var (code, _, error) = await RunAsync(arguments);
        code.ShouldBe(2);
        error.ShouldContain(message);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Comparison).Assembly.Location, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
