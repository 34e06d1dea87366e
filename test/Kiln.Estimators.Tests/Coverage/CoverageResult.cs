using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>How many numbers stand for a result: all of a short one; of a long one the first, and three dot products with fixed vectors. As coverage_data.summary.</summary>
internal sealed class CoverageResult
{
    private const int Short = 12, First = 6;
    private static readonly long[] s_multipliers = [7919, 104729, 31];

    private readonly int _count;
    private readonly double _scale = 1;
    private readonly double[] _values;
    private readonly double[] _products = [];

    public CoverageResult(double[] all)
    {
        var numbers = Array.ConvertAll(all, v => double.IsFinite(v) ? v : double.IsNaN(v) ? -77.0 : v > 0 ? 777.0 : -777.0);
        _count = numbers.Length;
        _values = numbers.Length <= Short ? numbers : numbers[..First];
        if (numbers.Length > Short)
        {
            _products = Array.ConvertAll(s_multipliers, multiplier => Product(numbers, multiplier));
        }
    }

    public CoverageResult(JsonElement json)
    {
        _count = json.GetProperty("n").GetInt32();
        _values = [.. json.GetProperty("v").EnumerateArray().Select(v => v.GetDouble())];
        if (json.TryGetProperty("p", out var products))
        {
            _products = [.. products.EnumerateArray().Select(v => v.GetDouble())];
            _scale = json.GetProperty("scale").GetDouble();
        }
    }

    /// <summary>The largest deviation from this, the expected one: relative to the number, or to 1 where that is larger.</summary>
    public double DistanceOf(CoverageResult actual)
    {
        if (actual._count != _count)
        {
            return double.PositiveInfinity;
        }

        var worst = 0.0;
        for (var i = 0; i < _values.Length; i++)
        {
            worst = Larger(worst, Math.Abs(actual._values[i] - _values[i]) / Math.Max(1, Math.Abs(_values[i])));
        }

        for (var k = 0; k < _products.Length; k++)
        {
            worst = Larger(worst, Math.Abs(actual._products[k] - _products[k]) / Math.Max(1, _scale));
        }

        return worst;
    }

    public override string ToString() => $"{_count} numbers: {string.Join(" ", _values.Select(v => v.ToString("R")))} | {string.Join(" ", _products.Select(v => v.ToString("R")))}";

    // NaN is the worst of all.
    private static double Larger(double worst, double deviation) => double.IsNaN(deviation) ? double.PositiveInfinity : Math.Max(worst, deviation);

    private static double Product(double[] values, long multiplier)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += values[i] * ((((i + 1) * multiplier) % 10007 / 10007.0) - 0.5);
        }

        return sum / Math.Sqrt(values.Length);
    }
}
