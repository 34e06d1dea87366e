using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
    private readonly SparseMatrix _turned;
    private readonly double[] _scaled;
    private readonly double[] _roots;
    private readonly double[] _products;
    private readonly double[] _diagonal;

    public ColumnModel(PointwiseObjective<TLoss> objective, SampleView x, double bias)
    {
        (_objective, _bias, _columns) = (objective, bias, x.Columns);
        _turned = x.Matrix?.Transpose() ?? Turned(x);
        (_roots, _products) = (new double[x.Rows], new double[x.Rows]);
        _diagonal = new double[objective.Size];
        _scaled = LargeArray.Uninitialized<double>(_turned.StoredCount);
    }

    public bool IsCheap => false;

    public void Begin()
    {
        Array.Clear(_products);
        Elementwise.Unary<SqrtOperator, double>(_objective.Curvatures[.._roots.Length], _roots);
        RowBlocks.Run(_columns, 2L * _scaled.Length, (start, end) =>
        {
            fixed (int* starts = _turned.RowStarts, rows = _turned.ColumnIndices)
            fixed (double* values = _turned.Values, roots = _roots, scaled = _scaled, diagonal = _diagonal)
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Slope(int j)
    {
        fixed (double* scaled = _scaled, roots = _roots, products = _products)
        fixed (int* rows = _turned.ColumnIndices)
        {
            if (j == _columns)
            {
                return _bias * RowKernels.Dot(roots, products, _products.Length);
            }

            var start = _turned.RowStarts[j];
            return SparseRows.DotAhead(scaled + start, rows + start, _turned.RowStarts[j + 1] - start, products);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Move(int j, double change)
    {
        fixed (double* scaled = _scaled, roots = _roots, products = _products)
        fixed (int* rows = _turned.ColumnIndices)
        {
            if (j == _columns)
            {
                RowKernels.AddScaled(change * _bias, roots, products, _products.Length);
                return;
            }

            var start = _turned.RowStarts[j];
            SparseRows.AddScaled(scaled + start, rows + start, _turned.RowStarts[j + 1] - start, change, products);
        }
    }

    public double At(int i, int j) => throw new NotSupportedException("columns are kept, no matrix");

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(int* starts, int first, int last, int* rows, double* values, double* roots, double* scaled, double* diagonal)
    {
        for (var j = first; j < last; j++)
        {
            var (at, end, even, odd) = (starts[j], starts[j + 1], Vector128<double>.Zero, Vector128<double>.Zero);
            for (; at + 4 <= end; at += 4)
            {
                SparseRows.Fetch(values + at, rows + at);
                var pair = Vector128.Load(values + at) * Vector128.Create(roots[rows[at]], roots[rows[at + 1]]);
                var next = Vector128.Load(values + at + 2) * Vector128.Create(roots[rows[at + 2]], roots[rows[at + 3]]);
                Vector128.Store(pair, scaled + at);
                Vector128.Store(next, scaled + at + 2);
                even += pair * pair;
                odd += next * next;
            }

            var sum = Vector128.Sum(even + odd);
            for (; at < end; at++)
            {
                scaled[at] = values[at] * roots[rows[at]];
                sum += scaled[at] * scaled[at];
            }

            diagonal[j] = Math.Max(sum, Least);
        }
    }

    /// <summary>Dense samples by their columns.</summary>
    private static SparseMatrix Turned(SampleView x)
    {
        var (starts, rows, values) = (new int[x.Columns + 1], new int[checked((int)x.Stored)], new double[checked((int)x.Stored)]);
        for (var j = 0; j < x.Columns; j++)
        {
            starts[j + 1] = starts[j] + x.Rows;
            for (var row = 0; row < x.Rows; row++)
            {
                rows[starts[j] + row] = row;
                values[starts[j] + row] = x.Row(row)[j];
            }
        }

        return new(starts, rows, values, x.Rows);
    }
}
