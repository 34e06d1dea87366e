using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Kiln.Numerics.Tests;

/// <summary>Against the minima that SciPy's L-BFGS-B finds, and the evaluations that it takes (Goldens/scipy_minimize.py).</summary>
public class LbfgsGoldenTests
{
    private static readonly Lazy<JsonElement[]> s_cases = new(() => Read());

    public static TheoryData<string> Names => [.. s_cases.Value.Select(c => c.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_minimum_is_that_of_SciPy(string name)
    {
        var golden = s_cases.Value.Single(c => c.GetProperty("name").GetString() == name);
        var objective = Problem(name, golden);
        var start = Doubles(golden, "start");
        var expected = Doubles(golden, "x");
        var value = golden.GetProperty("value").GetDouble();

        // The problem is the same one in both languages.
        objective(start, new double[start.Length]).ShouldBe(golden.GetProperty("startValue").GetDouble(), 1e-12 * golden.GetProperty("startValue").GetDouble());
        objective(expected, new double[start.Length]).ShouldBe(value, 1e-12);
        var result = Lbfgs.Minimize(
            objective, start, new LbfgsOptions { GradientTolerance = 1e-10, ValueTolerance = 0, MaxIterations = 100_000, MaxEvaluations = 100_000 });
        result.Value.ShouldBe(value, 1e-14 + (1e-13 * value), result.ToString());
        for (var i = 0; i < expected.Length; i++)
        {
            result.X[i].ShouldBe(expected[i], 1e-8, $"x[{i}], {result}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_default_tolerances_end_about_where_those_of_SciPy_do(string name)
    {
        var golden = s_cases.Value.Single(c => c.GetProperty("name").GetString() == name);
        var result = Lbfgs.Minimize(Problem(name, golden), Doubles(golden, "start"));
        if (!golden.GetProperty("usualConverged").GetBoolean())
        {
            // Too badly scaled for either: both stop where a step lowers the value by a billionth.
            result.Value.ShouldBeLessThan(1e-8 * golden.GetProperty("startValue").GetDouble(), result.ToString());
            return;
        }

        result.Converged.ShouldBeTrue(result.ToString());
        var minimum = golden.GetProperty("value").GetDouble();
        (result.Value - minimum).ShouldBeLessThanOrEqualTo(Math.Max(1e-7, 10 * (golden.GetProperty("usualValue").GetDouble() - minimum)));
        result.Evaluations.ShouldBeLessThanOrEqualTo((int)(1.5 * golden.GetProperty("usualEvaluations").GetInt32()) + 5);
    }

    private static Objective Problem(string name, JsonElement golden) => name.Split(' ', ',')[0] switch
    {
        "rosenbrock" => Rosenbrock,
        "logistic" => Logistic(Doubles(golden, "features"), Doubles(golden, "y")),
        _ => Quadratic(golden.GetProperty("condition").GetDouble()),
    };

    private static double Rosenbrock(ReadOnlySpan<double> x, Span<double> g)
    {
        double sum = 0;
        g.Clear();
        for (var i = 0; i < x.Length - 1; i++)
        {
            var valley = x[i + 1] - (x[i] * x[i]);
            sum += (100 * valley * valley) + ((1 - x[i]) * (1 - x[i]));
            g[i] -= (400 * valley * x[i]) + (2 * (1 - x[i]));
            g[i + 1] += 200 * valley;
        }

        return sum;
    }

    private static Objective Logistic(double[] features, double[] labels) => (w, g) =>
    {
        var columns = w.Length - 1;
        double sum = 0;
        g.Clear();
        for (var i = 0; i < labels.Length; i++)
        {
            var row = features.AsSpan(i * columns, columns);
            var margin = w[columns];
            for (var j = 0; j < columns; j++)
            {
                margin += row[j] * w[j];
            }

            margin *= labels[i];
            sum += Math.Max(0, -margin) + Math.Log(1 + Math.Exp(-Math.Abs(margin)));
            var slope = -labels[i] / (1 + Math.Exp(margin)) / labels.Length;
            for (var j = 0; j < columns; j++)
            {
                g[j] += slope * row[j];
            }

            g[columns] += slope;
        }

        sum /= labels.Length;
        for (var j = 0; j < columns; j++)
        {
            sum += 0.05 * w[j] * w[j];
            g[j] += 0.1 * w[j];
        }

        return sum;
    };

    private static Objective Quadratic(double condition) => (x, g) =>
    {
        double sum = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var away = x[i] - Math.Cos(i);
            g[i] = Math.Pow(condition, i / (x.Length - 1.0)) * away;
            sum += 0.5 * g[i] * away;
        }

        return sum;
    };

    private static double[] Doubles(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static JsonElement[] Read([CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "..", "Goldens", "scipy_minimize.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.Clone().GetProperty("cases").EnumerateArray()];
    }
}
