using System.Collections.Concurrent;
using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>One number or list of numbers that scikit-learn gives for a data set (or a size), and how it is had here.</summary>
/// <param name="Family">metrics, splits or synthetic.</param>
/// <param name="Name">The function.</param>
/// <param name="Data">The data set, or the size.</param>
/// <param name="Result">What scikit-learn gives.</param>
internal sealed record CoverageFunction(string Family, string Name, string Data, JsonElement Result);

/// <summary>Runs the functions of the coverage table that are no estimators.</summary>
internal static class CoverageFunctions
{
    private static readonly ConcurrentDictionary<string, CoverageSamples> s_samples = new(StringComparer.Ordinal);

    public static IReadOnlyList<string> Families { get; } = ["metrics", "splits", "synthetic"];

    public static CoverageFunction[] Read(string family)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "coverage", family + ".json")));
        return [.. document.RootElement.EnumerateArray().Select(c => new CoverageFunction(family, c.GetProperty("name").GetString()!, c.GetProperty("data").GetString()!, c.GetProperty("result").Clone()))];
    }

    public static CoverageDeviation Deviation(CoverageFunction given)
    {
        var actual = given.Family switch
        {
            "metrics" => CoverageMetrics.All[given.Name](Samples(given.Data)),
            "splits" => CoverageSplits.All[given.Name](Samples(given.Data)),
            _ => CoverageSynthetic.All[given.Name](CoverageSynthetic.Sizes[given.Data]),
        };
        var (golden, found) = (new CoverageResult(given.Result), new CoverageResult(actual));
        return new($"{given.Name} {given.Data}", golden.DistanceOf(found), CoverageCase.Bar, $"  expected {golden}\n  found    {found}");
    }

    private static CoverageSamples Samples(string data) => s_samples.GetOrAdd(data, name => new CoverageSamples(name));
}
