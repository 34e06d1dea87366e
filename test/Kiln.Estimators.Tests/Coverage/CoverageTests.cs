namespace Kiln.Estimators.Tests;

/// <summary>
/// Every estimator on every data set where it makes sense against scikit-learn 1.2.1: Goldens/make_coverage_goldens.py says what is kept and how tolerances come about.
/// </summary>
public class CoverageTests
{
    private static readonly Lazy<Dictionary<string, CoverageCase[]>> s_families = new(() => CoverageCase.Families.ToDictionary(family => family, CoverageCase.Read, StringComparer.Ordinal));

    public static TheoryData<string, int, string> Cases =>
        [.. s_families.Value.SelectMany(family => family.Value.Select((given, number) => (family.Key, number, given.ToString())))];

    [Theory, MemberData(nameof(Cases))]
    public void The_fit_is_that_of_scikit_learn(string family, int number, string name)
    {
        name.ShouldNotBeEmpty();
        CoverageRun.Of(s_families.Value[family][number]).Where(deviation => deviation.IsWrong).ShouldBeEmpty();
    }

    [Fact]
    public void Every_estimator_of_the_catalog_is_in_the_table()
    {
        var covered = s_families.Value.Values.SelectMany(cases => cases).Select(given => given.Name).ToHashSet(StringComparer.Ordinal);
        EstimatorCatalog.All.Select(entry => entry.Name).Where(name => !covered.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void The_table_in_the_documents_has_a_line_for_every_estimator()
    {
        var document = File.ReadAllText(CoverageTable.Document);
        if (Environment.GetEnvironmentVariable("KILN_UPDATE_ACCURACY") == "1")
        {
            document = CoverageTable.With(document, s_families.Value.Values.SelectMany(cases => cases).Select(given => (given, (IReadOnlyList<CoverageDeviation>)[.. CoverageRun.Of(given)])),
                CoverageFunctions.Families.SelectMany(CoverageFunctions.Read).Select(given => (given, CoverageFunctions.Deviation(given))));
            File.WriteAllText(CoverageTable.Document, document);
        }

        var written = CoverageTable.Written(document);
        EstimatorCatalog.All.Select(entry => entry.Name).Where(name => !written.Contains($"| `{name}` |", StringComparison.Ordinal))
            .Concat(CoverageFunctions.Families.SelectMany(CoverageFunctions.Read).Select(given => given.Name).Distinct().Where(name => !written.Contains($"| {name} |", StringComparison.Ordinal)))
            .ShouldBeEmpty("run these tests with KILN_UPDATE_ACCURACY=1 and KILN_TEST_DATA to write the table anew");
    }
}
