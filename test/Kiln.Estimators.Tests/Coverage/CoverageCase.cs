using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>One fit of scikit-learn in the coverage table: an estimator, a data set, parameters, and what came of it.</summary>
internal sealed class CoverageCase(JsonElement json)
{
    /// <summary>Two programs that are right agree so far, unless the golden says how far scikit-learn agrees with itself.</summary>
    public const double Bar = 1e-8;

    /// <summary>An objective may be above scikit-learn's by this share.</summary>
    public const double ObjectiveBar = 1e-6;

    public static IReadOnlyList<string> Families { get; } = ["linear", "logistic", "stochastic", "probabilistic", "preparation", "choosing", "texts", "composition"];

    public string Name { get; } = json.GetProperty("estimator").GetString()!;

    public string Data { get; } = json.GetProperty("data").GetString()!;

    public bool IsIterative => json.TryGetProperty("objective", out _);

    public double Objective => json.GetProperty("objective").GetDouble();

    /// <summary>Transform only so many rows; 0 for all.</summary>
    public int Rows => json.TryGetProperty("rows", out var rows) ? rows.GetInt32() : 0;

    public JsonElement Json => json;

    public IEnumerable<(string Key, JsonElement Expected)> Results => json.GetProperty("results").EnumerateObject().Select(result => (result.Name, result.Value));

    public (Features X, Target? Y) Samples()
    {
        var (x, y) = CoverageData.Load(Data);
        return (x, json.GetProperty("target").GetString() switch { null => null, "classes" => CoverageData.Classes(y), _ => y });
    }

    public Estimator Estimator() => Build(Name, json.GetProperty("parameters"));

    public override string ToString() => $"{Name} {Data} {json.GetProperty("parameters")}";

    public static CoverageCase[] Read(string family)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "coverage", family + ".json")));
        return [.. document.RootElement.EnumerateArray().Select(c => new CoverageCase(c.Clone()))];
    }

    private static Estimator Build(string name, JsonElement parameters)
    {
        Estimator estimator = name switch
        {
            "column-transformer" => Columns(new MaxAbsScaler(), new Passthrough()),
            "passthrough" => Columns(new Passthrough(), new DropColumns()),
            "drop" => Columns(new DropColumns(), new Passthrough()),
            _ => EstimatorCatalog.Find(name).Create(),
        };
        foreach (var (key, value) in parameters.EnumerateObject().Where(p => p.Name != "is").Select(p => (p.Name, p.Value)))
        {
            estimator = (estimator, key) switch
            {
                (GridSearch search, "param_grid") => search with { Grid = SearchSpace.Parse(value.GetRawText()) },
                (HalvingGridSearch search, "param_grid") => search with { Grid = SearchSpace.Parse(value.GetRawText()) },
                (RandomizedSearch search, "param_distributions") => search with { Distributions = SearchSpace.Parse(value.GetRawText()) },
                (HalvingRandomSearch search, "param_distributions") => search with { Distributions = SearchSpace.Parse(value.GetRawText()) },
                _ => estimator.With(key, Value(value)),
            };
        }

        return estimator;
    }

    private static ColumnTransformer Columns(FeatureTransformer first, FeatureTransformer others) => new(("first", first, ColumnChoice.At(0, 1))) { Remainder = others };

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        JsonValueKind.Object => Build(value.GetProperty("is").GetString()!, value),
        JsonValueKind.Array when value[0].ValueKind == JsonValueKind.Object => value.EnumerateArray().Select(step => (Estimator)Value(step)!).ToArray(),
        JsonValueKind.Array => value.EnumerateArray().Select(v => v.GetDouble()).ToArray(),
        _ => value.GetDouble(),
    };
}
