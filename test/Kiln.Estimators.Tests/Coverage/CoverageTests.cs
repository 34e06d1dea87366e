using System.Globalization;

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
        var given = s_families.Value[family][number];
        var (x, y) = given.Samples();
        var model = Fitted.Fit(given.Estimator(), x, y);
        if (given.IsIterative)
        {
            var objective = CoverageObjectives.Of((PredictorModel)model, x, y!);
            var excess = (objective - given.Objective) / Math.Abs(given.Objective);
            CoverageLog.Add(given, "objective", excess, CoverageCase.ObjectiveBar);
            excess.ShouldBeLessThanOrEqualTo(CoverageCase.ObjectiveBar, string.Create(CultureInfo.InvariantCulture, $"objective {objective:R}, scikit-learn {given.Objective:R}"));
            return;
        }

        var outputs = new CoverageOutputs(model, x, y, given.Rows);
        var wrong = new List<string>();
        foreach (var (key, expected) in given.Results)
        {
            var actual = outputs.Of(key);
            if (expected.TryGetProperty("unstable", out _))
            {
                CoverageLog.AddUnstable(given, key);
                continue;
            }

            var (golden, found) = (new CoverageResult(expected), new CoverageResult(actual));
            var (distance, tolerance) = (golden.DistanceOf(found), expected.TryGetProperty("t", out var own) ? own.GetDouble() : CoverageCase.Bar);
            CoverageLog.Add(given, key, distance, tolerance);
            if (!(distance <= tolerance))
            {
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{key} is off by {distance:g3}, {tolerance:g3} is allowed\n  expected {golden}\n  found    {found}"));
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_estimator_of_the_catalog_is_in_the_table()
    {
        var covered = s_families.Value.Values.SelectMany(cases => cases).Select(given => given.Name).ToHashSet(StringComparer.Ordinal);
        EstimatorCatalog.All.Select(entry => entry.Name).Where(name => !covered.Contains(name)).ShouldBeEmpty();
    }
}
