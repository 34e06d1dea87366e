using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Rows of AᵀA, made when they are asked for, with Aᵀb and Aⱼ·Aⱼ. Of many features few have a coefficient at any time (J. Friedman, T. Hastie and R. Tibshirani, J. Stat.
/// Software 33, 2010, "covariance updates"); the samples are read as they lie, once for each batch of rows, and never copied.
/// </summary>
internal sealed unsafe class GramRows
{
    // A panel of samples, 16 KiB, and the sums of its columns stay in the first-level cache.
    private const int PanelRows = 8;
    private const int PanelColumns = 256;

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
        WorkerTeam.Run((n + PanelColumns - 1) / PanelColumns, new Strips(this));
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

    /// <summary>Aᵀb and the diagonal of the features from left up to right.</summary>
    private void Pass(int left, int right)
    {
        var width = right - left;
        Span<double> memory = stackalloc double[PanelRows * PanelColumns];
        var squares = Diagonal.AsSpan(left, width);
        fixed (double* panel = memory, cross = &_cross[left], targets = _samples.Targets)
        {
            for (var row = 0; row < _samples.Rows; row += PanelRows)
            {
                var count = Math.Min(PanelRows, _samples.Rows - row);
                for (var i = 0; i < count; i++)
                {
                    var line = memory.Slice(i * width, width);
                    _samples.DensePart(row + i, left, line);
                    TensorPrimitives.MultiplyAdd(line, line, squares, squares);
                }

                for (var output = 0; output < _samples.Outputs; output++)
                {
                    DenseTile.AddTransposed(targets + ((nint)output * _samples.Rows) + row, panel, count, width, cross + ((nint)output * Diagonal.Length));
                }
            }
        }
    }

    private readonly struct Strips(GramRows owner) : ITileBody
    {
        public void Invoke(int tile) => owner.Pass(tile * PanelColumns, Math.Min(owner.Diagonal.Length, (tile + 1) * PanelColumns));
    }
}
