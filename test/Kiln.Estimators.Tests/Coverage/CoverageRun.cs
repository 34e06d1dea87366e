using System.Globalization;

namespace Kiln.Estimators.Tests;

/// <summary>How far one result is from scikit-learn's, and how far it may be; neither number where scikit-learn's own result is no guide.</summary>
internal sealed record CoverageDeviation(string Key, double Deviation, double Tolerance, string Details)
{
    public bool IsUnstable => double.IsNaN(Tolerance);

    public bool IsWrong => !IsUnstable && !(Deviation <= Tolerance);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Key} is off by {Deviation:g3}, {Tolerance:g3} is allowed\n{Details}");
}

/// <summary>Fits a case of the coverage table and measures it against scikit-learn.</summary>
internal static class CoverageRun
{
    public static IEnumerable<CoverageDeviation> Of(CoverageCase given)
    {
        var (x, y) = given.Samples();
        var model = Fitted.Fit(given.Estimator(), x, y);
        if (given.IsIterative)
        {
            var objective = CoverageObjectives.Of((PredictorModel)model, x, y!);
            var excess = (objective - given.Objective) / Math.Abs(given.Objective);
            yield return new("objective", excess, CoverageCase.ObjectiveBar, string.Create(CultureInfo.InvariantCulture, $"  {objective:R}, scikit-learn {given.Objective:R}"));
            yield break;
        }

        var outputs = new CoverageOutputs(model, x, y, given.Rows);
        foreach (var (key, expected) in given.Results)
        {
            var actual = outputs.Of(key);
            if (expected.TryGetProperty("unstable", out _))
            {
                yield return new(key, double.NaN, double.NaN, string.Empty);
                continue;
            }

            var (golden, found) = (new CoverageResult(expected), new CoverageResult(actual));
            var tolerance = expected.TryGetProperty("t", out var own) ? own.GetDouble() : CoverageCase.Bar;
            yield return new(key, golden.DistanceOf(found), tolerance, $"  expected {golden}\n  found    {found}");
        }
    }
}
