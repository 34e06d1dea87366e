namespace Kiln.Estimators.Tests;

/// <summary>Metrics, splits and synthetic data of the coverage table, against Goldens/coverage/metrics.json, splits.json and synthetic.json (make_coverage_metrics.py).</summary>
public class CoverageFunctionTests
{
    public static TheoryData<string, string> Cases => [.. CoverageFunctions.Families.SelectMany(family => CoverageFunctions.Read(family).Select(given => (family, given.Name)).Distinct())];

    [Theory, MemberData(nameof(Cases))]
    public void The_numbers_are_those_of_scikit_learn(string family, string name) =>
        CoverageFunctions.Read(family).Where(given => given.Name == name).Select(CoverageFunctions.Deviation).Where(deviation => deviation.IsWrong).ShouldBeEmpty();

    [Fact]
    public void Every_function_of_the_table_has_goldens()
    {
        CoverageFunctions.Read("metrics").Select(given => given.Name).Distinct().ShouldBe(CoverageMetrics.All.Keys, ignoreOrder: true);
        CoverageFunctions.Read("splits").Select(given => given.Name).Distinct().ShouldBe(CoverageSplits.All.Keys, ignoreOrder: true);
        CoverageFunctions.Read("synthetic").Select(given => given.Name).Distinct().ShouldBe(CoverageSynthetic.All.Keys, ignoreOrder: true);
    }
}
