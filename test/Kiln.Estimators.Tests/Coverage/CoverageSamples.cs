namespace Kiln.Estimators.Tests;

/// <summary>What metrics and splits of the coverage table are taken of: made from a data set as in Goldens/make_coverage_metrics.py, bit for bit.</summary>
internal sealed class CoverageSamples
{
    public CoverageSamples(string name)
    {
        var (x, _) = CoverageData.Load(name == "sparse" ? "sparse/dense/unit" : name + "/unit");
        var y = CoverageData.Load(name).Y;
        (Rows, Columns, X) = (x.Rows, x.Columns, x.Values.ToArray());
        CoverageData.Classes(y).Distinct(out var codes);
        (Codes, Classes) = (codes, codes.Max() + 1);
        var draws = new RandomState(17).Randn(Columns * Classes);
        (Scores, Probabilities) = (new double[Rows * Classes], new double[Rows * Classes]);
        Predicted = new int[Rows];
        for (var i = 0; i < Rows; i++)
        {
            var scores = Scores.AsSpan(i * Classes, Classes);
            var shares = Probabilities.AsSpan(i * Classes, Classes);
            var total = 0.0;
            for (var k = 0; k < Classes; k++)
            {
                for (var j = 0; j < Columns; j++)
                {
                    scores[k] += X[(i * Columns) + j] * draws[(j * Classes) + k];
                }

                var square = scores[k] * scores[k];
                shares[k] = (square / (1 + square)) + 0.1;
                total += shares[k];
                Predicted[i] = scores[k] > scores[Predicted[i]] ? k : Predicted[i];
            }

            for (var k = 0; k < Classes; k++)
            {
                shares[k] /= total;
            }
        }

        Weights = Of(i => 0.25 + (i * 7 % 13 / 13.0));
        Positive = Array.ConvertAll(Codes, code => code == Classes - 1 ? 1 : 0);
        Decisions = Of(i => Scores[(i * Classes) + Classes - 1]);
        Share = Of(i => Probabilities[(i * Classes) + Classes - 1]);
        Guess = Array.ConvertAll(Share, share => share >= 0.4 ? 1 : 0);
        Y = y.Numbers().ToArray();
        var (least, largest) = (Y.Min(), Y.Max());
        Around = Of(i => Y[i] + ((largest - least) * ((i * 11 % 17 / 17.0) - 0.4)));
        Above = Of(i => Y[i] - least + 1.0);
        Near = Of(i => Above[i] * (0.5 + (i * 11 % 17 / 17.0)));
        Flags = [.. Enumerable.Range(0, Rows * Classes).Select(at => Codes[at / Classes] == at % Classes || ((at / Classes * 3) + (at % Classes * 5)) % 7 == 0)];
        Relevances = [.. Enumerable.Range(0, Rows * Classes).Select(at => (double)(((at / Classes * 5) + (at % Classes * 3)) % 4))];
        Groups = [.. Enumerable.Range(0, Rows).Select(i => i * 7 % 11)];
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Classes { get; }

    /// <summary>(rows, columns), each column from 0 to 1.</summary>
    public double[] X { get; }

    public int[] Codes { get; }

    /// <summary>(rows, classes).</summary>
    public double[] Scores { get; }

    /// <summary>(rows, classes).</summary>
    public double[] Probabilities { get; }

    /// <summary>The class of the largest score.</summary>
    public int[] Predicted { get; }

    public double[] Weights { get; }

    /// <summary>1 for the last class.</summary>
    public int[] Positive { get; }

    /// <summary>The last class's scores.</summary>
    public double[] Decisions { get; }

    /// <summary>The last class's probabilities.</summary>
    public double[] Share { get; }

    /// <summary>The last class's predictions.</summary>
    public int[] Guess { get; }

    public double[] Y { get; }

    /// <summary>Predictions of the target.</summary>
    public double[] Around { get; }

    /// <summary>The target, from 1 on.</summary>
    public double[] Above { get; }

    /// <summary>Predictions of that, above 0.</summary>
    public double[] Near { get; }

    /// <summary>(rows, classes): which labels a sample has.</summary>
    public bool[] Flags { get; }

    /// <summary>(rows, classes), 0 to 3.</summary>
    public double[] Relevances { get; }

    public int[] Groups { get; }

    /// <summary>Both targets side by side.</summary>
    public static double[] Beside(double[] first, double[] second) => [.. first.SelectMany((value, i) => new[] { value, second[i] })];

    private double[] Of(Func<int, double> value) => [.. Enumerable.Range(0, Rows).Select(value)];
}
