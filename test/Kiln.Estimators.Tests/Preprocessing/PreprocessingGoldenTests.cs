using System.Globalization;
using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>Every transformer of numbers against scikit-learn: Goldens/preprocessing.json, made by make_preprocessing_goldens.py.</summary>
public class PreprocessingGoldenTests
{
    private static readonly JsonDocument s_file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "preprocessing.json")));

    public static TheoryData<string> Cases =>
        [.. s_file.RootElement.EnumerateArray().Select((item, i) => $"{i} {item.GetProperty("estimator")} of {item.GetProperty("data")} {item.GetProperty("parameters")}")];

    [Theory, MemberData(nameof(Cases))]
    public void The_result_is_that_of_scikit_learn(string name)
    {
        var golden = s_file.RootElement[int.Parse(name.Split(' ')[0], CultureInfo.InvariantCulture)];
        var x = PreparationData.Of(golden.GetProperty("data").GetString()!);
        var estimator = EstimatorCatalog.Find(golden.GetProperty("estimator").GetString()!).Create();
        foreach (var parameter in golden.GetProperty("parameters").EnumerateObject())
        {
            estimator = estimator.With(parameter.Name, parameter.Value.GetString());
        }

        Target? y = golden.TryGetProperty("target", out var target) ? Target.Of(Numbers(target)) : null;
        var weights = golden.TryGetProperty("weights", out var given) ? Numbers(given) : null;
        var (model, fitted) = ((FeatureTransformer)estimator).FitTransform(x, y, weights);
        var expected = Numbers(golden.GetProperty("values"));
        // Brent's method stops within 1.5e-8 of the power, on either side, so what powers give agrees only so far.
        var tolerance = estimator is PowerTransformer ? 5e-8 : 1e-8;
        Near(fitted, expected, tolerance, "fit and transform");
        if (golden.TryGetProperty("again", out var again))
        {
            Near(model.Transform(x), Numbers(again), tolerance, "transform");
        }
        else
        {
            Near(model.Transform(x), expected, tolerance, "transform");
        }

        if (golden.TryGetProperty("beyond", out var beyond))
        {
            Near(model.Transform(Features.Dense(Array.ConvertAll(x.Values.ToArray(), v => v * 1.5), x.Rows, x.Columns)), Numbers(beyond), tolerance, "beyond the values of the fit");
        }

        model.OutputNames.ShouldBe(golden.GetProperty("names").EnumerateArray().Select(n => n.GetString()!));
        if (golden.TryGetProperty("inverse", out var inverse))
        {
            Near(model.InverseTransform(fitted), Numbers(inverse), tolerance, "inverse");
        }
    }

    private static void Near(Features actual, double[] expected, double tolerance, string what)
    {
        var values = actual.ToDense().Values;
        values.Length.ShouldBe(expected.Length, what);
        for (var i = 0; i < expected.Length; i++)
        {
            if (!expected[i].Equals(values[i]))
            {
                values[i].ShouldBe(expected[i], tolerance * Math.Max(1, Math.Abs(expected[i])), $"{what}: value {i % actual.Columns} of row {i / actual.Columns}");
            }
        }
    }

    private static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(v =>
        v.ValueKind == JsonValueKind.Number ? v.GetDouble() : double.Parse(v.GetString()!, CultureInfo.InvariantCulture))];
}
