using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>½ d·H·d as coordinate descent sees it.</summary>
internal interface IQuadraticModel
{
    /// <summary>Takes the curvature of the objective where it was evaluated last, and d = 0.</summary>
    public void Begin();

    /// <summary>Hⱼⱼ, above 0.</summary>
    public double Curvature(int j);

    /// <summary>(H·d)ⱼ.</summary>
    public double Slope(int j);

    /// <summary>dⱼ += change.</summary>
    public void Move(int j, double change);
}

/// <summary>The model by its matrix.</summary>
internal sealed class MatrixModel(ICurvedObjective objective) : IQuadraticModel
{
    private readonly double[] _hessian = new double[objective.Size * objective.Size];
    private readonly double[] _slopes = new double[objective.Size];

    public void Begin()
    {
        objective.Hessian(_hessian);
        Array.Clear(_slopes);
    }

    public double Curvature(int j) => Math.Max(_hessian[(j * _slopes.Length) + j], 1e-12);

    public double Slope(int j) => _slopes[j];

    public unsafe void Move(int j, double change)
    {
        fixed (double* row = &_hessian[j * _slopes.Length], slopes = _slopes)
        {
            RowKernels.AddScaled(change, row, slopes, _slopes.Length);
        }
    }
}

/// <summary>The model by the columns of the samples: h ∘ X·d is kept, with the losses' curvatures h, and (H·d)ⱼ is a product of column j with it. For many features.</summary>
internal sealed unsafe class ColumnModel<TLoss> : IQuadraticModel
    where TLoss : struct, IPointLoss
{
    private readonly PointwiseObjective<TLoss> _objective;
    private readonly double _bias;
    private readonly int _columns;
    private readonly int[] _starts;
    private readonly int[] _rows;
    private readonly double[] _values;
    private readonly double[] _products;
    private readonly double[] _diagonal;

    public ColumnModel(PointwiseObjective<TLoss> objective, SampleView x, double bias)
    {
        (_objective, _bias, _columns) = (objective, bias, x.Columns);
        _starts = new int[x.Columns + 1];
        _products = new double[x.Rows];
        _diagonal = new double[objective.Size];
        _rows = new int[checked((int)x.Stored)];
        _values = new double[_rows.Length];
        Turn(x);
    }

    public void Begin()
    {
        Array.Clear(_products);
        var h = _objective.Curvatures;
        fixed (int* rows = _rows)
        fixed (double* values = _values, curvatures = h)
        {
            for (var j = 0; j < _columns; j++)
            {
                var sum = 0.0;
                for (var at = _starts[j]; at < _starts[j + 1]; at++)
                {
                    sum += curvatures[rows[at]] * values[at] * values[at];
                }

                _diagonal[j] = Math.Max(sum, 1e-12);
            }
        }

        if (_bias != 0)
        {
            _diagonal[_columns] = Math.Max(_bias * _bias * System.Numerics.Tensors.TensorPrimitives.Sum<double>(h[.._products.Length]), 1e-12);
        }
    }

    public double Curvature(int j) => _diagonal[j];

    public double Slope(int j)
    {
        if (j == _columns)
        {
            return _bias * System.Numerics.Tensors.TensorPrimitives.Sum<double>(_products);
        }

        var start = _starts[j];
        fixed (int* rows = _rows)
        fixed (double* values = _values, products = _products)
        {
            return SparseRows.DotAhead(values + start, rows + start, _starts[j + 1] - start, products);
        }
    }

    public void Move(int j, double change)
    {
        var h = _objective.Curvatures;
        if (j == _columns)
        {
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(h[.._products.Length], change * _bias, _products, _products);
            return;
        }

        fixed (int* rows = _rows)
        fixed (double* values = _values, products = _products, curvatures = h)
        {
            for (var at = _starts[j]; at < _starts[j + 1]; at++)
            {
                products[rows[at]] += change * values[at] * curvatures[rows[at]];
            }
        }
    }

    // Rows to columns: count, add up, place.
    private void Turn(SampleView x)
    {
        for (long at = 0; at < x.Stored; at++)
        {
            _starts[(x.IsSparse ? x.Indices[at] : (int)(at % x.Columns)) + 1]++;
        }

        for (var j = 0; j < x.Columns; j++)
        {
            _starts[j + 1] += _starts[j];
        }

        var next = _starts.AsSpan(0, x.Columns).ToArray();
        for (var row = 0; row < x.Rows; row++)
        {
            var (begin, end) = x.IsSparse ? (x.Starts[row], x.Starts[row + 1]) : (row * x.Columns, (row + 1) * x.Columns);
            for (var at = begin; at < end; at++)
            {
                var place = next[x.IsSparse ? x.Indices[at] : at - begin]++;
                (_rows[place], _values[place]) = (row, x.Values[at]);
            }
        }
    }
}
