using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// The quadratic model by the columns of the samples, for many features. With the roots of the losses' curvatures taken into the stored values, √h ∘ X = Z, what is kept is Z·d: the slope
/// (H·d)ⱼ is a product of column j of Z with it, and a move adds a multiple of the column.
/// </summary>
internal sealed unsafe class ColumnModel<TLoss> : IQuadraticModel
    where TLoss : struct, IPointLoss
{
    private const double Least = 1e-12;

    private readonly PointwiseObjective<TLoss> _objective;
    private readonly double _bias;
    private readonly int _columns;
    private readonly int[] _starts;
    private readonly int[] _rows;
    private readonly double[] _values;
    private readonly double[] _scaled;
    private readonly double[] _roots;
    private readonly double[] _products;
    private readonly double[] _diagonal;

    public ColumnModel(PointwiseObjective<TLoss> objective, SampleView x, double bias)
    {
        (_objective, _bias, _columns) = (objective, bias, x.Columns);
        _starts = new int[x.Columns + 1];
        (_roots, _products) = (new double[x.Rows], new double[x.Rows]);
        _diagonal = new double[objective.Size];
        _rows = new int[checked((int)x.Stored)];
        (_values, _scaled) = (new double[_rows.Length], new double[_rows.Length]);
        fixed (int* starts = _starts, rows = _rows)
        fixed (double* values = _values)
        {
            Turn(x, starts, rows, values);
        }
    }

    public bool IsCheap => false;

    public void Begin()
    {
        Array.Clear(_products);
        Elementwise.Unary<SqrtOperator, double>(_objective.Curvatures[.._roots.Length], _roots);
        RowBlocks.Run(_columns, 2L * _rows.Length, (start, end) =>
        {
            fixed (int* starts = _starts, rows = _rows)
            fixed (double* values = _values, roots = _roots, scaled = _scaled, diagonal = _diagonal)
            {
                Scale(starts, start, end, rows, values, roots, scaled, diagonal);
            }
        });
        if (_bias != 0)
        {
            fixed (double* roots = _roots)
            {
                _diagonal[_columns] = Math.Max(_bias * _bias * RowKernels.Dot(roots, roots, _roots.Length), Least);
            }
        }
    }

    public double Curvature(int j) => _diagonal[j];

    public double Slope(int j)
    {
        fixed (double* scaled = _scaled, roots = _roots, products = _products)
        fixed (int* rows = _rows)
        {
            if (j == _columns)
            {
                return _bias * RowKernels.Dot(roots, products, _products.Length);
            }

            var start = _starts[j];
            return SparseRows.DotAhead(scaled + start, rows + start, _starts[j + 1] - start, products);
        }
    }

    public void Move(int j, double change)
    {
        fixed (double* scaled = _scaled, roots = _roots, products = _products)
        fixed (int* rows = _rows)
        {
            if (j == _columns)
            {
                RowKernels.AddScaled(change * _bias, roots, products, _products.Length);
                return;
            }

            var start = _starts[j];
            SparseRows.AddScaled(scaled + start, rows + start, _starts[j + 1] - start, change, products);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(int* starts, int start, int end, int* rows, double* values, double* roots, double* scaled, double* diagonal)
    {
        for (var j = start; j < end; j++)
        {
            var sum = 0.0;
            for (var at = starts[j]; at < starts[j + 1]; at++)
            {
                var value = values[at] * roots[rows[at]];
                scaled[at] = value;
                sum += value * value;
            }

            diagonal[j] = Math.Max(sum, Least);
        }
    }

    // Rows to columns: count, add up, place.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn(SampleView x, int* starts, int* rows, double* values)
    {
        var (columns, stored) = (x.Columns, x.Stored);
        for (var at = 0L; x.IsSparse && at < stored; at++)
        {
            starts[x.Indices[at] + 1]++;
        }

        for (var j = 0; j < columns; j++)
        {
            starts[j + 1] = x.IsSparse ? starts[j + 1] + starts[j] : (j + 1) * x.Rows;
        }

        // Each start runs to the next while its column is filled, and is put back behind.
        for (var row = 0; row < x.Rows; row++)
        {
            var own = x.IsSparse ? null : x.Row(row);
            for (var at = x.IsSparse ? x.Starts[row] : 0; at < (x.IsSparse ? x.Starts[row + 1] : columns); at++)
            {
                var place = starts[x.IsSparse ? x.Indices[at] : at]++;
                rows[place] = row;
                values[place] = x.IsSparse ? x.Values[at] : own[at];
            }
        }

        for (var j = columns; j > 0; j--)
        {
            starts[j] = starts[j - 1];
        }

        starts[0] = 0;
    }
}
