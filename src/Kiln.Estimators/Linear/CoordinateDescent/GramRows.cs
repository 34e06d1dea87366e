using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Rows of AᵀA, made when they are asked for, with Aᵀb and Aⱼ·Aⱼ. Of many features few have a coefficient at any time (J. Friedman, T. Hastie and R. Tibshirani, J. Stat.
/// Software 33, 2010, "covariance updates"); the samples are read as they lie, once for each batch of rows, and never copied.
/// </summary>
internal sealed unsafe class GramRows
{
    private readonly CentredSamples _samples;
    private readonly double[] _cross;
    private readonly double[]?[] _batches;
    private readonly int[] _places;

    /// <summary>Reads the samples once for Aᵀb and the diagonal; no row is made yet.</summary>
    /// <param name="samples">Dense samples.</param>
    public GramRows(CentredSamples samples)
    {
        var n = samples.Columns;
        (_samples, _cross, Diagonal) = (samples, new double[samples.Outputs * n], new double[n]);
        (_batches, _places) = (new double[n][], new int[n]);
        AddUp();
    }

    /// <summary>Aⱼ·Aⱼ of each feature.</summary>
    public double[] Diagonal { get; }

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>The most rows: together they take twice the memory of the samples.</summary>
    public int Most => Math.Max(64, 2 * _samples.Rows);

    /// <summary>Aᵀb of one output.</summary>
    public ReadOnlySpan<double> Cross(int output) => _cross.AsSpan(output * Diagonal.Length, Diagonal.Length);

    /// <summary>Whether the row of a feature is there.</summary>
    public bool Has(int column) => _batches[column] is not null;

    /// <summary>Aⱼ·A, of a row that is there.</summary>
    public ReadOnlySpan<double> Row(int column) => _batches[column].AsSpan(_places[column], Diagonal.Length);

    /// <summary>Makes some rows.</summary>
    /// <param name="columns">The features; none of them has a row yet.</param>
    public void Make(int[] columns)
    {
        var (n, rows, x) = (Diagonal.Length, _samples.Rows, _samples.X);
        var left = GC.AllocateUninitializedArray<double>(checked(columns.Length * rows));

        // The means of one side are enough: deviations from a mean, weighted, add up to 0.
        RowBlocks.Run(rows, 8L * rows * columns.Length, (start, end) =>
        {
            var values = FeaturesMarshal.GetSpan(x);
            var means = _samples.XMeans;
            for (var row = start; row < end; row++)
            {
                var from = values.Slice(row * n, n);
                var weight = _samples.Weights?[row] ?? 1;
                for (var i = 0; i < columns.Length; i++)
                {
                    left[(i * rows) + row] = (from[columns[i]] - means[columns[i]]) * weight;
                }
            }
        });
        var batch = GC.AllocateUninitializedArray<double>(checked(columns.Length * n));
        MatMul.Multiply(columns.Length, n, rows, left, rows, false, FeaturesMarshal.GetSpan(x), n, false, batch, n);
        GC.KeepAlive(x);
        for (var i = 0; i < columns.Length; i++)
        {
            (_batches[columns[i]], _places[columns[i]]) = (batch, i * n);
        }

        Count += columns.Length;
    }

    /// <summary>The diagonal and Aᵀb, in one pass over the samples.</summary>
    private void AddUp()
    {
        var (n, rows, outputs) = (Diagonal.Length, _samples.Rows, _samples.Outputs);
        var sums = new double[(1 + outputs) * n];

        // Few blocks: each has sums of its own, as long as the rows are wide.
        RowBlocks.Sum(rows, (long)rows * n / 8, sums, (start, end, partial) =>
        {
            var none = outputs == 1 ? [] : new double[n];
            var weights = stackalloc double[ColumnSquares.Rows];
            var factors = stackalloc double[ColumnSquares.Rows];
            fixed (double* x = FeaturesMarshal.GetSpan(_samples.X), means = _samples.XMeans, to = partial, unused = none)
            {
                for (var row = start; row < end; row += ColumnSquares.Rows)
                {
                    var count = Math.Min(ColumnSquares.Rows, end - row);
                    for (var output = 0; output < outputs; output++)
                    {
                        var target = _samples.Target(output);
                        for (var i = 0; i < count; i++)
                        {
                            weights[i] = _samples.Weights?[row + i] ?? 1;
                            factors[i] = target[row + i] * (_samples.Roots?[row + i] ?? 1);
                        }

                        ColumnSquares.Add(x + ((nint)row * n), count, n, means, weights, factors, output == 0 ? to : unused, to + ((1 + output) * (nint)n));
                    }
                }
            }
        });
        GC.KeepAlive(_samples.X);
        sums.AsSpan(0, n).CopyTo(Diagonal);
        sums.AsSpan(n).CopyTo(_cross);
    }
}
