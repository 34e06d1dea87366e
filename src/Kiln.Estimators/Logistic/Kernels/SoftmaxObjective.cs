using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// f(W, b) = Σ sᵢ·(log Σₖ exp(wₖ·xᵢ + bₖ) − (wᵧ·xᵢ + bᵧ)) + ½·l2·‖W‖². The point is W, (classes, features) row after row, then b where there is an intercept.
/// </summary>
internal sealed unsafe class SoftmaxObjective : ICurvedObjective
{
    private const int Padding = 8;

    private readonly SampleView _x;
    private readonly int _classes;
    private readonly double _l2;
    private readonly bool _intercept;
    private readonly int[] _codes;
    private readonly double[] _weights;
    private readonly RowTiling _tiling;
    private readonly int _width;
    private readonly LineNumbers _sums;
    private readonly LineNumbers _turned;
    private readonly double[] _zeros;
    private double[]? _probabilities;

    public SoftmaxObjective(SampleView x, int[] codes, int classes, double[]? weights, double l2, bool intercept)
    {
        (_x, _codes, _classes, _l2, _intercept) = (x, codes, classes, l2, intercept);
        _weights = new double[x.Rows + Padding];
        if (weights is null)
        {
            _weights.AsSpan(0, x.Rows).Fill(1);
        }
        else
        {
            weights.CopyTo(_weights, 0);
        }

        _width = ClassProducts.Width(x, classes);
        _tiling = RowTiling.Of(x, (long)_width * x.Columns);
        _sums = new(checked(_tiling.Groups * GroupSums));
        _turned = new(x.IsSparse ? checked(_width * x.Columns) : 0);
        _zeros = new double[classes];
    }

    public int Rows => _x.Rows;

    public int Size => _classes * (_x.Columns + (_intercept ? 1 : 0));

    private int Coefficients => _classes * _x.Columns;

    private int GroupSums => SoftmaxPass.GroupSums(_x, _classes);

    public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient) => Pass(x, gradient, curved: false);

    public double EvaluateCurved(ReadOnlySpan<double> x, Span<double> gradient) => Pass(x, gradient, curved: true);

    public void HessianProduct(ReadOnlySpan<double> direction, Span<double> product)
    {
        fixed (double* weights = _weights, v = Coefficient(direction), intercept = Intercept(direction), p = _probabilities)
        {
            WorkerTeam.Run(_tiling.Groups, new SoftmaxCurvaturePass(_x, _tiling, _classes, weights, v, intercept, p, _sums.Start));
            Fold();
        }

        Finish(direction, product);
    }

    /// <summary>Column by column, by products with unit vectors: for few samples.</summary>
    public void Hessian(Span<double> hessian)
    {
        var unit = new double[Size];
        for (var i = 0; i < unit.Length; i++)
        {
            unit[i] = 1;
            HessianProduct(unit, hessian.Slice(i * unit.Length, unit.Length));
            unit[i] = 0;
        }
    }

    public double[] InverseCurvature() =>
        ColumnCurvature.Inverse(_x, _weights, (1.0 - (1.0 / _classes)) / _classes, _l2, _classes, _intercept ? 1 : null);

    private double Pass(ReadOnlySpan<double> point, Span<double> gradient, bool curved)
    {
        if (curved)
        {
            // Tiles keep their probabilities class by class, and the last one may reach past the last sample.
            _probabilities ??= new double[checked((_x.Rows + _tiling.TileRows) * _classes)];
        }

        fixed (int* codes = _codes)
        fixed (double* weights = _weights, w = Coefficient(point), intercept = Intercept(point), p = curved ? _probabilities : null)
        {
            WorkerTeam.Run(_tiling.Groups, new SoftmaxPass(_x, _tiling, _classes, codes, weights, w, intercept, p, _sums.Start));
            Fold();
        }

        Finish(point, gradient);
        return _sums.Start[(_width * _x.Columns) + _classes] + (0.5 * _l2 * TensorPrimitives.SumOfSquares(point[..Coefficients]));
    }

    private ReadOnlySpan<double> Coefficient(ReadOnlySpan<double> point)
    {
        if (!_x.IsSparse)
        {
            return point[..Coefficients];
        }

        var turned = _turned.Start;
        for (var k = 0; k < _classes; k++)
        {
            for (var j = 0; j < _x.Columns; j++)
            {
                turned[(j * _width) + k] = point[(k * _x.Columns) + j];
            }
        }

        return _turned.Span;
    }

    private ReadOnlySpan<double> Intercept(ReadOnlySpan<double> point) => _intercept ? point[Coefficients..] : _zeros;

    private void Fold()
    {
        var sums = _sums.Start;
        var stride = GroupSums;
        for (var group = 1; group < _tiling.Groups; group++)
        {
            RowKernels.AddScaled(1, sums + ((nint)group * stride), sums, stride);
        }
    }

    private void Finish(ReadOnlySpan<double> point, Span<double> result)
    {
        var sums = _sums.Start;
        for (var k = 0; k < _classes; k++)
        {
            for (var j = 0; j < _x.Columns; j++)
            {
                var at = (k * _x.Columns) + j;
                result[at] = sums[_x.IsSparse ? (j * _width) + k : at] + (_l2 * point[at]);
            }

            if (_intercept)
            {
                result[Coefficients + k] = sums[(_width * _x.Columns) + k];
            }
        }
    }
}
