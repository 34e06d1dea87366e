using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>Reads golden files and sets an estimator's parameters by scikit-learn's names.</summary>
internal static class ClassifierGoldens
{
    public static JsonElement[] Cases(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, path)));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.Clone())];
    }

    public static double[] Numbers(JsonElement given, string name) => [.. given.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    public static T Configure<T>(T estimator, params JsonElement[] settings)
        where T : Estimator
    {
        Estimator configured = estimator;
        foreach (var property in settings.SelectMany(s => s.EnumerateObject()))
        {
            configured = configured.With(property.Name, property.Value.ValueKind switch
            {
                JsonValueKind.String => property.Value.GetString(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Null => null,
                _ => property.Value.GetDouble(),
            });
        }

        return (T)configured;
    }

    /// <summary>Each number is within the tolerance, relative to the largest of them (or 1).</summary>
    public static void ShouldBeNear(double[] actual, double[] expected, double tolerance, string what)
    {
        actual.Length.ShouldBe(expected.Length, what);
        var scale = Math.Max(1, expected.Max(Math.Abs));
        var worst = actual.Zip(expected, (a, e) => Math.Abs(a - e)).Max();
        worst.ShouldBeLessThanOrEqualTo(tolerance * scale, $"{what}: {string.Join(" ", actual.Take(8))} against {string.Join(" ", expected.Take(8))}");
    }
}
