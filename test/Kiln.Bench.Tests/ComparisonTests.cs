using Kiln.Numerics;

namespace Kiln.Bench.Tests;

/// <summary>No times: that each comparison can be run, and that its two sides know of each other.</summary>
[Collection("one at a time")]
public class ComparisonTests
{
    // What is larger is run by bench/compare --check.
    private const double MostOperations = 1.5e9;
    private const double MostBytes = 4e8;

    public static TheoryData<string> Small =>
        [.. Families.All().Where(c => c.Operations <= MostOperations && c.BytesRead + c.BytesWritten <= MostBytes).Select(c => c.Name)];

    [Fact]
    public void Names_are_unique_and_have_no_spaces()
    {
        string[] names = [.. Families.All().Select(c => c.Name)];
        names.ShouldBeUnique();
        names.ShouldAllBe(name => name.Length > 0 && !name.Contains(' '));
    }

    [Theory, MemberData(nameof(Small))]
    public void Kilns_side_runs_and_gives_the_same_bits_on_any_number_of_threads(string name)
    {
        var comparison = Families.All().Single(c => c.Name == name);
        var before = WorkerTeam.ThreadCount;
        try
        {
            WorkerTeam.ThreadCount = 1;
            var one = Result(comparison);
            WorkerTeam.ThreadCount = 2;
            var two = Result(comparison);
            one.ShouldAllBe(value => double.IsFinite(value));
            one.ShouldBe(two);
            one.ShouldSatisfyAllConditions(() => (one.Length == 0 || one.Any(value => value != 0)).ShouldBeTrue("all of the result is zero"));
        }
        finally
        {
            WorkerTeam.ThreadCount = before;
        }
    }

    [Fact]
    public void A_comparison_says_what_it_counts()
    {
        foreach (var comparison in Families.All())
        {
            comparison.Work.ShouldBeGreaterThan(0, comparison.Name);
            comparison.Unit.ShouldNotBeEmpty(comparison.Name);
            (comparison.Bar == 0 || comparison.Group.Length > 0).ShouldBeTrue($"{comparison.Name} has a bar and is in no group of the summary");
        }
    }

    [Fact]
    public void Every_peer_in_python_has_its_function()
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var peer in Families.All().SelectMany(c => c.Peers).Where(p => p.Kind != "native"))
        {
            if (!files.TryGetValue(peer.Module, out var text))
            {
                var path = Path.Combine(SourceTree.Peers, peer.Module + ".py");
                File.Exists(path).ShouldBeTrue($"bench/peers/{peer.Module}.py is missing");
                files[peer.Module] = text = File.ReadAllText(path);
            }

            text.ShouldContain($"def {peer.Task}(", Case.Sensitive, $"bench/peers/{peer.Module}.py has no function {peer.Task}");
            peer.Arguments.ShouldAllBe(argument => argument.Length > 0 && !argument.Contains(' '), peer.Task);
        }
    }

    private static double[] Result(Comparison comparison)
    {
        var trial = comparison.Prepare();
        trial.Run();
        return trial.Result is null ? [] : ResultCheck.Pick(trial.Result());
    }
}
