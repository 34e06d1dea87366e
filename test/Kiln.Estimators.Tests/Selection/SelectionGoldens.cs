using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>The goldens of selection.json, and the samples they were made from.</summary>
internal static class SelectionGoldens
{
    private static readonly JsonElement s_all = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "selection.json"))).RootElement;

    public static (Features X, Target Y) Numbers { get; } = Regression(1, 60, 5, 20);

    public static (Features X, Target Y) Classes { get; } = Classification(2, 90, 3);

    public static (Features X, Target Y) TwoClasses { get; } = Classification(3, 90, 2);

    public static JsonElement Of(string name) => s_all.GetProperty(name);

    public static JsonElement Of(string name, string part) => Of(name).GetProperty(part);

    public static (Features X, Target Y) Regression(uint seed, int samples, int features, double noise) =>
        Synthetic.Regression(samples, features, noise, seed, dtype: DType.Float64);

    public static (Features X, Target Y) Classification(uint seed, int samples, int classes) =>
        Synthetic.Classification(samples, 6, informative: 4, redundant: 1, classes: classes, separation: 0.7, seed: seed, dtype: DType.Float64);

    public static LogisticRegression Logistic => new() { Tolerance = 1e-12, MaxIterations = 100_000 };

    /// <summary>All numbers of an array of any depth, in order; NaN for null.</summary>
    public static double[] Flat(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => [.. json.EnumerateArray().SelectMany(Flat)],
        JsonValueKind.Null => [double.NaN],
        _ => [json.GetDouble()],
    };

    public static void ShouldBeNear(this IEnumerable<double> actual, JsonElement expected, double tolerance = 1e-8)
    {
        var (values, golden) = (actual.ToArray(), Flat(expected));
        values.Length.ShouldBe(golden.Length);
        for (var i = 0; i < values.Length; i++)
        {
            (double.IsNaN(values[i]) == double.IsNaN(golden[i]) && !(Math.Abs(values[i] - golden[i]) > tolerance * Math.Max(1, Math.Abs(golden[i]))))
                .ShouldBeTrue($"value {i}: {values[i]:R}, expected {golden[i]:R}");
        }
    }

    /// <summary>Candidates, scores, ranks and the best of a search.</summary>
    public static void ShouldBeAsIn(this SearchResults results, string name, double tolerance = 1e-8)
    {
        var golden = Of(name);
        var parameters = golden.GetProperty("params").EnumerateArray().ToArray();
        results.Candidates.Count.ShouldBe(parameters.Length);
        for (var i = 0; i < parameters.Length; i++)
        {
            results.Candidates[i].Parameters.ShouldBeAs(parameters[i]);
        }

        results.BestIndex.ShouldBe(golden.GetProperty("best_index").GetInt32());
        results.Best.MeanTest(results.Metric).ShouldBe(golden.GetProperty("best_score").GetDouble(), tolerance);
        foreach (var scorer in results.Candidates[0].TestScores.Keys)
        {
            // scikit-learn calls the only score "score", whatever it is.
            var key = golden.TryGetProperty("mean_test_" + scorer, out _) ? scorer : "score";
            results.Candidates.Select(c => c.MeanTest(scorer)).ShouldBeNear(golden.GetProperty("mean_test_" + key), tolerance);
            results.Candidates.Select(c => (double)c.Ranks[scorer]).ShouldBeNear(golden.GetProperty("rank_test_" + key));
            for (var split = 0; split < results.Candidates[0].TestScores[scorer].Length; split++)
            {
                results.Candidates.Select(c => c.TestScores[scorer][split]).ShouldBeNear(golden.GetProperty($"split{split}_test_{key}"), tolerance);
                if (results.Candidates[0].TrainScores.Count > 0)
                {
                    results.Candidates.Select(c => c.TrainScores[scorer][split]).ShouldBeNear(golden.GetProperty($"split{split}_train_{key}"), tolerance);
                }
            }
        }

        if (golden.TryGetProperty("iter", out var iterations))
        {
            results.Candidates.Select(c => (double)c.Iteration).ShouldBeNear(iterations);
            results.Candidates.Select(c => (double)c.Resources).ShouldBeNear(golden.GetProperty("n_resources"));
        }
    }

    public static void ShouldBeAs(this IReadOnlyDictionary<string, object?> candidate, JsonElement golden)
    {
        candidate.Keys.ShouldBe(golden.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        foreach (var (name, value) in candidate)
        {
            var expected = golden.GetProperty(name);
            switch (value)
            {
                case bool flag:
                    expected.GetBoolean().ShouldBe(flag);
                    break;
                case string text:
                    expected.GetString().ShouldBe(text);
                    break;
                default:
                    var number = Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture);
                    number.ShouldBe(expected.GetDouble(), 1e-12 * Math.Max(1, Math.Abs(expected.GetDouble())));
                    break;
            }
        }
    }
}
