using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// f(w) = scale · (Σ sᵢ·loss(xᵢ·w + β·b, yᵢ) + ½·l2·‖w‖² + ½·l2ᵦ·b²), smooth in w and b. The point is (w, b), or w alone where β is 0. β is 1 for an intercept;
/// LIBLINEAR takes it for one more, penalized feature.
/// </summary>
internal sealed unsafe class PointwiseObjective<TLoss> : ICurvedObjective
    where TLoss : struct, IPointLoss
{
    // What one more lane may read behind the last sample.
    private const int Padding = 8;

    private readonly TLoss _loss;
    private readonly SampleView _x;
    private readonly double _l2;
    private readonly double _bias;
    private readonly double _biasL2;
    private readonly double[] _targets;
    private readonly double[]? _weights;
    private readonly RowTiling _tiling;
    private readonly double[] _sums;
    private double[]? _curvatures;
    private double[]? _squares;

    /// <summary>Copies targets and weights; the samples stay where they are.</summary>
    /// <param name="loss">The loss of one sample.</param>
    /// <param name="x">The samples.</param>
    /// <param name="targets">What each is to reach.</param>
    /// <param name="weights">How much each counts; null for 1.</param>
    /// <param name="l2">The penalty of the coefficients.</param>
    /// <param name="bias">β; 0 for no intercept.</param>
    /// <param name="biasL2">The penalty of the intercept.</param>
    public PointwiseObjective(TLoss loss, SampleView x, ReadOnlySpan<double> targets, double[]? weights, double l2, double bias, double biasL2 = 0)
    {
        (_loss, _x, _l2, _bias, _biasL2) = (loss, x, l2, bias, biasL2);
        _targets = new double[x.Rows + Padding];
        targets.CopyTo(_targets);
        if (weights is not null)
        {
            _weights = new double[x.Rows + Padding];
            weights.CopyTo(_weights, 0);
        }

        _tiling = RowTiling.Of(x, x.Columns);
        _sums = new double[_tiling.Groups * (x.Columns + LossPass<TLoss>.Extra)];
    }

    public int Rows => _x.Rows;

    public int Size => _x.Columns + (_bias != 0 ? 1 : 0);

    /// <summary>What value and derivatives are multiplied by: 1, or 1 / Σ sᵢ for a mean.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The weighted second derivative of each sample's loss where <see cref="EvaluateCurved"/> was called last; some zeros behind the last sample.</summary>
    public ReadOnlySpan<double> Curvatures => _curvatures;

    public double Evaluate(ReadOnlySpan<double> x, Span<double> gradient) => Pass(x, gradient, curved: false);

    public double EvaluateCurved(ReadOnlySpan<double> x, Span<double> gradient) => Pass(x, gradient, curved: true);

    public void HessianProduct(ReadOnlySpan<double> direction, Span<double> product)
    {
        var groups = _tiling.Groups;
        var stride = _x.Columns + CurvaturePass.Extra;
        fixed (double* v = direction, sums = _sums, curvatures = _curvatures)
        {
            WorkerTeam.Run(groups, new CurvaturePass(_x, _tiling, curvatures, v, Offset(direction), sums));
            Fold(sums, groups, stride, stride);
        }

        Finish(direction, product, _sums[_x.Columns]);
    }

    public void Hessian(Span<double> hessian)
    {
        var (columns, size) = (_x.Columns, Size);
        var squares = _x.IsSparse ? SparseSquares() : SymmetricProducts.Weighted(_x, _curvatures!);
        for (var i = 0; i < size; i++)
        {
            var factor = Scale * (i == columns ? _bias : 1);
            for (var j = 0; j <= i; j++)
            {
                hessian[(i * size) + j] = hessian[(j * size) + i] = factor * (j == columns ? _bias : 1) * squares[(i * (columns + 1)) + j];
            }

            hessian[(i * size) + i] += Scale * (i == columns ? _biasL2 : _l2);
        }
    }

    private double[] SparseSquares()
    {
        var stride = (_x.Columns + 1) * (_x.Columns + 1);
        var tiling = RowTiling.Of(_x, stride);
        _squares ??= new double[checked(tiling.Groups * stride)];
        fixed (double* sums = _squares, curvatures = _curvatures)
        {
            WorkerTeam.Run(tiling.Groups, new HessianPass(_x, tiling, curvatures, sums));
            Fold(sums, tiling.Groups, stride, stride);
        }

        return _squares;
    }

    public double[] InverseCurvature() => ColumnCurvature.Inverse(_x, _weights, 0.25, _l2, 1, _bias != 0 ? _bias * _bias : null);

    private double Pass(ReadOnlySpan<double> point, Span<double> gradient, bool curved)
    {
        var stride = _x.Columns + LossPass<TLoss>.Extra;
        if (curved)
        {
            _curvatures ??= new double[_x.Rows + Padding];
        }

        fixed (double* targets = _targets, weights = _weights, sums = _sums, w = point, curvatures = curved ? _curvatures : null)
        {
            WorkerTeam.Run(_tiling.Groups, new LossPass<TLoss>(_loss, _x, _tiling, targets, weights, w, Offset(point), curvatures, sums));
            Fold(sums, _tiling.Groups, stride, stride);
        }

        Finish(point, gradient, _sums[_x.Columns]);
        var w2 = point[.._x.Columns];
        var penalty = _l2 * System.Numerics.Tensors.TensorPrimitives.SumOfSquares(w2);
        if (_bias != 0)
        {
            penalty += _biasL2 * point[_x.Columns] * point[_x.Columns];
        }

        return Scale * (_sums[_x.Columns + 1] + (0.5 * penalty));
    }

    private double Offset(ReadOnlySpan<double> point) => _bias == 0 ? 0 : _bias * point[_x.Columns];

    // The sums over samples become the derivative by w and b, with the penalty's part.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Finish(ReadOnlySpan<double> point, Span<double> result, double slopes)
    {
        for (var j = 0; j < _x.Columns; j++)
        {
            result[j] = Scale * (_sums[j] + (_l2 * point[j]));
        }

        if (_bias != 0)
        {
            result[_x.Columns] = Scale * ((_bias * slopes) + (_biasL2 * point[_x.Columns]));
        }
    }

    // Adds the groups' sums to those of the first group, in order.
    private static void Fold(double* sums, int groups, int stride, int count)
    {
        for (var group = 1; group < groups; group++)
        {
            RowKernels.AddScaled(1, sums + ((nint)group * stride), sums, count);
        }
    }
}
