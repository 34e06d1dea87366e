namespace Kiln.Estimators.Tests;

/// <summary>The data of make_preprocessing_goldens.py, drawn from the same streams.</summary>
internal static class PreparationData
{
    public static Features Of(string name) => name switch
    {
        "normal" => Rows(new RandomState(11).Randn(20 * 4), 4),
        "scaled" => Scaled(),
        "missing" => Missing(),
        "empty" => Map(Missing(), (v, c) => c == 1 ? double.NaN : v),
        "whole" => Rows(Array.ConvertAll(new RandomState(15).Randn(30 * 3), v => Math.Floor(Math.Abs(v) * 3)), 3),
        "holes" => Holes(Of("whole"), 16, 0.1),
        "positive" => Rows(Array.ConvertAll(new RandomState(17).Randn(30 * 3), Math.Exp), 3),
        "sparse" => Sparse(),
        _ => throw new ArgumentException(name),
    };

    private static Features Rows(double[] values, int columns) => Features.Dense(values, values.Length / columns, columns);

    private static Features Map(Features x, Func<double, int, double> function) =>
        Rows([.. x.Values.ToArray().Select((v, i) => function(v, i % x.Columns))], x.Columns);

    private static Features Scaled()
    {
        var x = Rows(new RandomState(12).Randn(20 * 6), 6);
        var four = Enumerable.Range(0, 20).Select(row => x.Row(row)[4]).ToArray();
        var at = 0;
        return Map(x, (v, c) => c switch { 0 => v * 1e8, 1 => (v * 1e-9) + 1e3, 2 => 7.25, 3 => 2 * four[at++], 5 => v * 1e-12, _ => v });
    }

    private static Features Missing() => Holes(Rows(Array.ConvertAll(new RandomState(13).Randn(20 * 4), v => v * 10), 4), 14, 0.2);

    private static Features Holes(Features x, uint seed, double share)
    {
        var draws = new RandomState(seed).Rand(x.Rows * x.Columns);
        return Rows([.. x.Values.ToArray().Select((v, i) => draws[i] < share ? double.NaN : v)], x.Columns);
    }

    private static Features Sparse()
    {
        var draws = new RandomState(19).Rand(20 * 5);
        return SparseMatrix.FromDense([.. new RandomState(18).Randn(20 * 5).Select((v, i) => draws[i] < 0.6 ? 0 : v)], 20, 5);
    }
}
