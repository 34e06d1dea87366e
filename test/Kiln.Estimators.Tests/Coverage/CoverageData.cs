using System.Collections.Concurrent;

namespace Kiln.Estimators.Tests;

/// <summary>
/// The data sets of the coverage table by name, as Goldens/coverage_data.py makes them, bit for bit: a set, and what is done to it ("california/tenth", "iris/unit/holes").
/// </summary>
internal static class CoverageData
{
    private static readonly ConcurrentDictionary<string, (Features X, Target Y)> s_loaded = new(StringComparer.Ordinal);

    /// <summary>Samples (sparse where the name begins so and does not say dense) and the target as numbers.</summary>
    public static (Features X, Target Y) Load(string name) => s_loaded.GetOrAdd(name, Make);

    /// <summary>The classes of a set that has some; of numbers, their thirds.</summary>
    public static Target Classes(Target y)
    {
        var numbers = y.Numbers();
        if (y.Distinct(out _).Count <= 10)
        {
            return Array.ConvertAll(numbers.ToArray(), v => (long)v);
        }

        var ordered = numbers.ToArray();
        Array.Sort(ordered);
        var (first, second) = (ordered[ordered.Length / 3], ordered[2 * ordered.Length / 3]);
        return Array.ConvertAll(numbers.ToArray(), v => (v >= first ? 1L : 0) + (v >= second ? 1 : 0));
    }

    private static (Features X, Target Y) Make(string name)
    {
        var words = name.Split('/');
        if (words[0] is "sst2" or "ocean")
        {
            return CoverageTexts.Load(words[0]);
        }

        var (x, y) = words.Length == 1 ? GoldenData.Load(name) : Load(words[0]);
        if (words.Contains("tenth"))
        {
            var rows = Enumerable.Range(0, (x.Rows + 9) / 10).Select(i => i * 10).ToArray();
            (x, y) = (x.Take(rows), y.Take(rows));
        }

        var (values, columns) = (x.ToDense().Values.ToArray(), x.Columns);
        foreach (var change in words.Skip(1))
        {
            switch (change)
            {
                case "abs":
                    values = Array.ConvertAll(values, Math.Abs);
                    break;
                case "unit":
                    Rescale(values, columns, v => v);
                    break;
                case "whole":
                    Rescale(values, columns, v => Math.Floor(v * 5.5));
                    break;
                case "holes":
                    values = [.. values.Select((v, i) => ((i / columns * 7) + (i % columns * 3)) % 11 == 0 ? double.NaN : v)];
                    break;
                case "varied":
                    var (given, width) = (values, columns);
                    var varied = Enumerable.Range(0, width).Where(j => given.Where((_, i) => i % width == j).Distinct().Skip(1).Any()).ToArray();
                    (values, columns) = ([.. given.Where((_, i) => Array.BinarySearch(varied, i % width) >= 0)], varied.Length);
                    break;
                case "positive":
                    var least = y.Numbers().ToArray().Min();
                    y = Array.ConvertAll(y.Numbers().ToArray(), v => v - least + 1.0);
                    break;
            }
        }

        return (words[0] == "sparse" && !words.Contains("dense") ? SparseMatrix.FromDense(values, x.Rows, columns) : Features.Dense(values, x.Rows, columns), y);
    }

    /// <summary>Each column to 0 … 1 by its least and largest, then by a function.</summary>
    private static void Rescale(double[] values, int columns, Func<double, double> then)
    {
        for (var j = 0; j < columns; j++)
        {
            var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
            for (var i = j; i < values.Length; i += columns)
            {
                (low, high) = (Math.Min(low, values[i]), Math.Max(high, values[i]));
            }

            for (var i = j; i < values.Length; i += columns)
            {
                values[i] = then((values[i] - low) / (high > low ? high - low : 1.0));
            }
        }
    }
}
