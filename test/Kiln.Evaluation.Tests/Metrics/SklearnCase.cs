using System.Globalization;
using System.Text.Json;

namespace Kiln.Evaluation.Tests;

/// <summary>A case of Goldens/sklearn-metrics.json: data, and what scikit-learn makes of it.</summary>
internal sealed class SklearnCase(JsonElement json)
{
    private static readonly JsonElement All = Golden.Json("sklearn-metrics.json");

    public string Name => json.GetProperty("name").GetString()!;

    /// <summary>The names of a family's cases, as data of a theory.</summary>
    public static TheoryData<string> Names(string family)
    {
        var data = new TheoryData<string>();
        foreach (var golden in All.GetProperty(family).EnumerateArray())
        {
            data.Add(golden.GetProperty("name").GetString()!);
        }

        return data;
    }

    public static SklearnCase Of(string family, string name) =>
        new(All.GetProperty(family).EnumerateArray().First(c => c.GetProperty("name").GetString() == name));

    public int Int(string property) => json.GetProperty(property).GetInt32();

    public int[] Ints(string property) => json.Ints(property);

    public double[] Doubles(string property) => [.. json.GetProperty(property).EnumerateArray().Select(Number)];

    /// <summary>The weights, or none.</summary>
    public double[] Weights => json.GetProperty("weights").ValueKind == JsonValueKind.Null ? [] : Doubles("weights");

    public int[]? IntsOrNull(string property) => json.GetProperty(property).ValueKind == JsonValueKind.Null ? null : json.Ints(property);

    public string[]? TextsOrNull(string property) => json.GetProperty(property).ValueKind == JsonValueKind.Null
        ? null
        : [.. json.GetProperty(property).EnumerateArray().Select(static v => v.GetString()!)];

    /// <summary>Where the data is drawn, how; otherwise null.</summary>
    public JsonElement? Draw => json.TryGetProperty("draw", out var draw) ? draw : null;

    /// <summary>The names of what scikit-learn gave for this case.</summary>
    public IEnumerable<string> Expected => json.GetProperty("expected").EnumerateObject().Select(static p => p.Name);

    /// <summary>Compares a score with scikit-learn's: the same numbers, or an ArgumentException where it refuses.</summary>
    public void Check(string key, Func<double[]> score, double tolerance = 1e-12)
    {
        var expected = json.GetProperty("expected").GetProperty(key);
        var what = $"{Name}: {key}";
        if (expected.ValueKind == JsonValueKind.String && expected.GetString() == "error")
        {
            Should.Throw<ArgumentException>(() => score(), what).Message.ShouldContain(": ");
            return;
        }

        double[] numbers = expected.ValueKind == JsonValueKind.Array ? [.. expected.EnumerateArray().Select(Number)] : [Number(expected)];
        var actual = score();
        actual.Length.ShouldBe(numbers.Length, what);
        for (var i = 0; i < numbers.Length; i++)
        {
            var same = numbers[i].Equals(actual[i]) || Math.Abs(numbers[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(numbers[i]));
            same.ShouldBeTrue($"{what}[{i}]: scikit-learn {numbers[i]:R}, here {actual[i]:R}");
        }
    }

    public void Check(string key, Func<double> score, double tolerance = 1e-12) => Check(key, () => [score()], tolerance);

    /// <summary>Compares a text.</summary>
    public void CheckText(string key, Func<string> text)
    {
        var expected = json.GetProperty("expected").GetProperty(key).GetString()!;
        if (expected == "error")
        {
            Should.Throw<ArgumentException>(() => text(), $"{Name}: {key}");
            return;
        }

        text().ShouldBe(expected, $"{Name}: {key}");
    }

    /// <summary>Numbers in [0, 1): 32 bits of a hash of each index, as make_sklearn_metrics.py draws them.</summary>
    public static double[] Numbers(int count, uint seed)
    {
        var values = new double[count];
        for (var i = 0; i < count; i++)
        {
            var h = ((uint)i * 0x9E3779B9) + (seed * 0x85EBCA77);
            h = (h ^ (h >> 16)) * 0x85EBCA6B;
            h = (h ^ (h >> 13)) * 0xC2B2AE35;
            values[i] = (h ^ (h >> 16)) / 4294967296.0;
        }

        return values;
    }

    private static double Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble();
}
