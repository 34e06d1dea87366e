using System.Globalization;
using System.IO.Compression;

namespace Kiln.Estimators.Tests;

/// <summary>The samples of the goldens of linear and probabilistic models, as Goldens/golden_data.py makes them.</summary>
internal static class GoldenData
{
    public static (Features X, Target Y) Load(string name) => name switch
    {
        "iris" => Labelled("iris.csv"),
        "wine" => Labelled("wine_data.csv"),
        "breast_cancer" => Labelled("breast_cancer.csv"),
        "digits" => Split(Lines("tabular/digits.csv.gz").Select(line => Numbers(line, ','))),
        "diabetes" => Diabetes(),
        "california" => Split(Lines("tabular/california_housing.csv").Skip(1).Select(line => line.Split(',')[..9]).Where(row => row.All(v => v.Length > 0)).Select(row => Array.ConvertAll(row, Number))),
        "counts" => (Map(Normal(9, 120 * 12), v => Math.Floor(Math.Abs(v) * 3), 12), Array.ConvertAll(new RandomState(10).RandomSample(120), v => Math.Floor(v * 3))),
        "poisson" => Positive(Math.Floor),
        "positive" => Positive(v => v),
        _ => Random(name),
    };

    public static double[] Weights(int rows) => Array.ConvertAll(new RandomState(99).RandomSample(rows), v => v + 0.5);

    private static (Features X, Target Y) Random(string name)
    {
        switch (name)
        {
            case "dense":
                return Linear(Normal(1, 2000), 10, 101, 1);
            case "many":
                return Linear(Normal(2, 360), 6, 102, 3);
            case "sparse":
                var chosen = new RandomState(3).RandomSample(9000);
                return Linear([.. Normal(4, 9000).Select((v, i) => chosen[i] < 0.1 ? v : 0)], 30, 103, 1);
            case "collinear":
                var x = Normal(5, 800);
                for (var row = 0; row < 800; row += 8)
                {
                    (x[row + 6], x[row + 7]) = (x[row] + x[row + 1], 2 * x[row + 2]);
                }

                return Linear(x, 8, 104, 1);
            case "scaled":
                return Linear([.. Normal(6, 1050).Select((v, i) => (v * Math.Pow(10, (i % 7) - 3)) + Math.Pow(10, (i % 7) - 3))], 7, 105, 1);
            case "wide":
                return Linear(Normal(7, 1000), 50, 106, 1);
            default:
                return Linear([.. Normal(8, 250).Select((v, i) => i % 5 == 3 ? 4.25 : v)], 5, 107, 1);
        }
    }

    private static (Features X, Target Y) Positive(Func<double, double> round)
    {
        var (x, y) = Linear(Array.ConvertAll(Normal(11, 1000), v => v / 3), 5, 108, 1);
        return (x, Array.ConvertAll(y.Numbers().ToArray(), v => round(Math.Exp(v))));
    }

    private static (Features X, Target Y) Linear(double[] x, int columns, uint seed, int outputs)
    {
        var random = new RandomState(seed);
        var w = random.Randn(columns * outputs);
        var rows = x.Length / columns;
        var noise = random.Randn(rows * outputs);
        var y = new double[rows * outputs];
        for (var i = 0; i < y.Length; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                y[i] += x[(i / outputs * columns) + j] * w[(j * outputs) + (i % outputs)];
            }

            y[i] = y[i] + 0.5 + (0.1 * noise[i]);
        }

        return (Features.Dense(x, rows, columns), Target.Of(y, outputs));
    }

    private static (Features X, Target Y) Labelled(string file) => Split(Lines("tabular/" + file).Skip(1).Select(line => Numbers(line, ',')));

    private static (Features X, Target Y) Diabetes()
    {
        var x = Lines("tabular/diabetes_data_raw.csv.gz").SelectMany(line => Numbers(line, ' ')).ToArray();
        var y = Lines("tabular/diabetes_target.csv.gz").Select(Number).ToArray();
        return (Features.Dense(x, y.Length, x.Length / y.Length), y);
    }

    /// <summary>The last column is the target.</summary>
    private static (Features X, Target Y) Split(IEnumerable<double[]> rows)
    {
        var all = rows.ToArray();
        return (Features.Dense([.. all.SelectMany(row => row[..^1])], all.Length, all[0].Length - 1), Array.ConvertAll(all, row => row[^1]));
    }

    private static Features Map(double[] values, Func<double, double> map, int columns) =>
        Features.Dense([.. values.Select(map)], values.Length / columns, columns);

    private static double[] Normal(uint seed, int count) => new RandomState(seed).Randn(count);

    private static double[] Numbers(string line, char separator) =>
        Array.ConvertAll(line.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), Number);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The lines of a file in the folder that KILN_TEST_DATA names; without it the test is skipped.</summary>
    public static string[] Lines(string file)
    {
        var root = Environment.GetEnvironmentVariable("KILN_TEST_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(root), $"needs {file} in the folder that KILN_TEST_DATA names; the variable is not set");
        var path = Path.Combine(root!, file);
        Assert.SkipUnless(File.Exists(path), $"needs {path}, which is not there");
        using var stream = File.OpenRead(path);
        using var reader = new StreamReader(file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
