using System.Globalization;
using System.IO.Compression;

namespace Kiln.Estimators.Tests;

/// <summary>The samples of Goldens/make_logistic.py: scikit-learn's own sets from the folder that KILN_TEST_DATA names, and what RandomState makes on both sides.</summary>
internal static class ClassifierData
{
    public static (Features X, Target Y) Load(string name)
    {
        var (rest, scaled) = name.EndsWith("/scaled", StringComparison.Ordinal) ? (name[..^"/scaled".Length], true) : (name, false);
        var (values, rows, columns, target) = rest is "iris" or "wine_data" or "breast_cancer" or "digits" ? Csv(rest) : Random(rest);
        if (scaled)
        {
            Scale(values, rows, columns);
        }

        return (rest == "sparse" ? SparseMatrix.FromDense(values, rows, columns) : Features.Dense(values, rows, columns), target);
    }

    public static double[] Weights(int count) => [.. Enumerable.Range(0, count).Select(i => 0.5 + (i * 7 % 5 / 4.0))];

    private static (double[] Values, int Rows, int Columns, Target Target) Csv(string name)
    {
        var folder = Environment.GetEnvironmentVariable("KILN_TEST_DATA");
        var path = folder is null ? null : Path.Combine(folder, "tabular", name == "digits" ? "digits.csv.gz" : name + ".csv");
        if (!File.Exists(path))
        {
            Assert.Skip($"needs tabular/{name} in the folder that the environment variable KILN_TEST_DATA names");
        }

        using Stream file = File.OpenRead(path);
        using var reader = new StreamReader(name == "digits" ? new GZipStream(file, CompressionMode.Decompress) : file);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(name == "digits" ? 0 : 1)
            .Select(line => Array.ConvertAll(line.Split(','), v => double.Parse(v, CultureInfo.InvariantCulture))).ToArray();
        return ([.. lines.SelectMany(line => line[..^1])], lines.Length, lines[0].Length - 1, Array.ConvertAll(lines, line => (long)line[^1]));
    }

    private static (double[] Values, int Rows, int Columns, Target Target) Random(string name)
    {
        const int Rows = 200, Columns = 6;
        var random = new RandomState(7);
        var x = random.Randn(Rows * Columns);
        var noise = random.Randn(Rows);
        var score = new double[Rows];
        for (var i = 0; i < Rows; i++)
        {
            score[i] = (2 * x[i * Columns]) - x[(i * Columns) + 1] + (0.5 * x[(i * Columns) + 2]);
        }

        var noisy = score.Zip(noise, (s, n) => s + n).ToArray();
        var signs = Array.ConvertAll(name == "separable" ? score : noisy, s => s > 0 ? 1L : 0);
        for (var at = 0; at < x.Length; at++)
        {
            var column = at % Columns;
            x[at] = name switch
            {
                "collinear" when column == 5 => x[at - 5] + x[at - 4],
                "badly-scaled" => x[at] * new[] { 1e-3, 1e-2, 1e-1, 1, 1e2, 1e3 }[column],
                "sparse" when Math.Abs(x[at]) <= 1 => 0,
                _ => x[at],
            };
        }

        return name switch
        {
            "three" => (x, Rows, Columns, Array.ConvertAll(noisy, s => s < -1 ? 0L : s < 1 ? 1 : 2)),
            "numbers" => (x, Rows, Columns, noisy),
            "wide" => (x[..120], 10, 12, signs[..10]),
            _ => (x, Rows, Columns, signs),
        };
    }

    private static void Scale(double[] values, int rows, int columns)
    {
        for (var j = 0; j < columns; j++)
        {
            var column = Enumerable.Range(0, rows).Select(i => values[(i * columns) + j]).ToArray();
            var mean = column.Sum() / rows;
            var deviation = Math.Sqrt(column.Sum(v => (v - mean) * (v - mean)) / rows);
            for (var i = 0; i < rows; i++)
            {
                values[(i * columns) + j] = (values[(i * columns) + j] - mean) / (deviation == 0 ? 1 : deviation);
            }
        }
    }
}
