using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>One fit of scikit-learn: what it was given, and what it learned.</summary>
internal sealed class GoldenCase(JsonElement json)
{
    public Estimator Estimator { get; } = Configure(json);

    public JsonElement Json => json;

    public string Data => json.GetProperty("data").GetString()!;

    public bool IsSparse => json.GetProperty("sparse").GetBoolean();

    public override string ToString() =>
        $"{Estimator} on {(IsSparse ? "sparse " : string.Empty)}{Data}{(json.GetProperty("weighted").GetBoolean() ? ", weighted" : string.Empty)}";

    public (Features X, Target Y, double[]? Weights) Samples()
    {
        var (x, y) = GoldenData.Load(Data);
        Features given = IsSparse ? SparseMatrix.FromDense(x.Values, x.Rows, x.Columns) : x;
        return (given, y, json.GetProperty("weighted").GetBoolean() ? GoldenData.Weights(x.Rows) : null);
    }

    public double[] Numbers(string name) => [.. json.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    /// <summary>All cases of a file in Goldens.</summary>
    public static GoldenCase[] Read(string file) =>
        [.. Root(file).GetProperty("cases").EnumerateArray().Select(json => new GoldenCase(json))];

    public static JsonElement Root(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", file))).RootElement;

    private static Estimator Configure(JsonElement json)
    {
        var estimator = EstimatorCatalog.Find(json.GetProperty("estimator").GetString()!).Create();
        foreach (var parameter in json.GetProperty("parameters").EnumerateObject())
        {
            estimator = estimator.With(parameter.Name, parameter.Value.ValueKind switch
            {
                JsonValueKind.Number => parameter.Value.GetDouble(),
                JsonValueKind.True => parameter.Name == "precompute" ? "true" : true,
                JsonValueKind.False => parameter.Name == "precompute" ? "false" : false,
                JsonValueKind.Array => parameter.Value.EnumerateArray().Select(v => v.GetDouble()).ToArray(),
                JsonValueKind.Null => null,
                _ => parameter.Value.GetString(),
            });
        }

        return estimator;
    }
}
