using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Coordinate descent on the stored values of sparse columns. The means are never taken from the samples: the residual is held as r + c, c one number for
/// all samples; and since the weighted residuals add up to 0 with an intercept, the means drop out of Aⱼ·(b − A·w). A step costs what a column stores, and nothing
/// while <see cref="SeenCorrelations"/> can tell that a coefficient stays 0.
/// </summary>
internal sealed unsafe class SparseDescent : DescentProblem
{
    private readonly SparseMatrix _columns;
    private readonly CentredSamples _samples;
    private readonly double[] _target;
    private readonly double[] _residual;
    private readonly double[] _sums;
    private readonly SeenCorrelations _seen;
    private double _shift;

    private SparseDescent(SparseMatrix columns, CentredSamples samples, double[] target, double square, double[] diagonal, double[] sums)
        : base(square, diagonal) =>
        (_columns, _samples, _target, _residual, _sums, _seen) = (columns, samples, target, new double[target.Length], sums, new(diagonal));

    /// <summary>Makes the problem of one output.</summary>
    /// <param name="samples">Sparse samples.</param>
    /// <param name="columns">The samples transposed: a row for each column.</param>
    /// <param name="output">Which b.</param>
    public static SparseDescent Of(CentredSamples samples, SparseMatrix columns, int output)
    {
        var (diagonal, sums) = (new double[samples.Columns], new double[samples.Columns]);
        for (var column = 0; column < diagonal.Length; column++)
        {
            var (start, end) = (columns.RowStarts[column], columns.RowStarts[column + 1]);
            var rows = columns.ColumnIndices[start..end];
            var values = columns.Values[start..end];
            for (var i = 0; i < rows.Length; i++)
            {
                var weighted = (samples.Weights?[rows[i]] ?? 1) * values[i];
                sums[column] += weighted;
                diagonal[column] += weighted * values[i];
            }

            var mean = samples.XMeans[column];
            diagonal[column] = Math.Max(0, diagonal[column] - (samples.TotalWeight * mean * mean));
        }

        // The residual without the roots of the weights: samples of weight 0 have none.
        var target = samples.Target(output).ToArray();
        var square = TensorPrimitives.SumOfSquares<double>(target);
        for (var row = 0; samples.Roots is not null && row < target.Length; row++)
        {
            target[row] = samples.Roots[row] > 0 ? target[row] / samples.Roots[row] : 0;
        }

        return new(columns, samples, target, square, diagonal, sums);
    }

    protected internal override void Start(ReadOnlySpan<double> w)
    {
        _target.CopyTo(_residual, 0);
        _shift = 0;
        _seen.Clear();
        for (var column = 0; column < w.Length; column++)
        {
            if (w[column] != 0)
            {
                Move(column, w[column]);
            }
        }
    }

    protected internal override double Correlation(int column) => _seen.Note(column, Product(column) + (_shift * _sums[column]));

    protected internal override bool StaysZero(int column, ElasticPenalty penalty) => _seen.StaysZero(column, penalty);

    protected internal override void Move(int column, double by)
    {
        _seen.Move(column, by);
        _shift += by * _samples.XMeans[column];
        var (start, end) = (_columns.RowStarts[column], _columns.RowStarts[column + 1]);
        if (start < end)
        {
            fixed (int* rows = &_columns.ColumnIndices[start])
            fixed (double* values = &_columns.Values[start], residual = _residual)
            {
                SparseRows.AddScaled(values, rows, end - start, -by, residual);
            }
        }
    }

    protected internal override (double Square, double Product) Residual(ReadOnlySpan<double> w, Span<double> correlations)
    {
        for (var column = 0; column < w.Length; column++)
        {
            correlations[column] = Correlation(column);
        }

        var (square, product) = (0.0, 0.0);
        for (var row = 0; row < _residual.Length; row++)
        {
            var (weight, rest) = (_samples.Weights?[row] ?? 1, _residual[row] + _shift);
            square += weight * rest * rest;
            product += weight * rest * _target[row];
        }

        return (square, product);
    }

    /// <summary>The column times the residual less its shift, weighted.</summary>
    private double Product(int column)
    {
        var (start, end) = (_columns.RowStarts[column], _columns.RowStarts[column + 1]);
        if (start == end)
        {
            return 0;
        }

        fixed (int* rows = &_columns.ColumnIndices[start])
        fixed (double* values = &_columns.Values[start], residual = _residual)
        {
            if (_samples.Weights is not { } weights)
            {
                return SparseRows.Dot(values, rows, end - start, residual);
            }

            var sum = 0.0;
            for (var i = 0; i < end - start; i++)
            {
                sum += weights[rows[i]] * values[i] * residual[rows[i]];
            }

            return sum;
        }
    }
}
