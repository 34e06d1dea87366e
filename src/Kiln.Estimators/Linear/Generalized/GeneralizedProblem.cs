using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// Σ s loss(y, x·w + b) + ½ α ‖w‖², the weights s adding up to 1, in variables in which the features have deviation 1 and mean 0: u = w σ, c = b + w·x̄. The
/// samples stay as they are; only the variables are turned, so that a quasi-Newton method meets no features of very different scales.
/// </summary>
internal sealed class GeneralizedProblem
{
    private readonly Features _x;
    private readonly double[] _y;
    private readonly double[]? _weights;
    private readonly double _total;
    private readonly GeneralizedLoss _loss;
    private readonly double _alpha;
    private readonly bool _hasIntercept;

    public GeneralizedProblem(Features x, double[] y, double[]? weights, GeneralizedLoss loss, double alpha, bool hasIntercept)
    {
        (_x, _y, _weights, _loss, _alpha, _hasIntercept) = (x, y, weights, loss, alpha, hasIntercept);
        _total = weights is null ? x.Rows : TensorPrimitives.Sum<double>(weights);
        Scaling = FeatureScaling.Of(x, hasIntercept);
    }

    public int Columns => _x.Columns;

    public FeatureScaling Scaling { get; }

    /// <summary>The weighted mean of the target.</summary>
    public double MeanTarget => (_weights is null ? TensorPrimitives.Sum<double>(_y) : TensorPrimitives.Dot<double>(_y, _weights)) / _total;

    /// <summary>The objective at (u, c) and its gradient.</summary>
    public double Objective(ReadOnlySpan<double> variables, Span<double> gradient)
    {
        var (n, w) = (Columns, new double[Columns]);
        var b = Scaling.ToOriginal(variables, _hasIntercept, w);
        var sums = new double[n + 2];
        RowBlocks.Sum(_x.Rows, 2 * Work, sums, (start, end, partial) =>
        {
            for (var row = start; row < end; row++)
            {
                var (value, slope) = _loss.At(_y[row], b + RowProducts.Dot(_x, row, w));
                var weight = _weights?[row] ?? 1;
                RowProducts.Add(_x, row, weight * slope, partial[..n]);
                partial[n] += weight * slope;
                partial[n + 1] += weight * value;
            }
        });
        TensorPrimitives.Divide(sums, _total, sums);
        TensorPrimitives.MultiplyAdd(w, _alpha, sums.AsSpan(0, n), sums.AsSpan(0, n));
        Scaling.GradientToScaled(sums.AsSpan(0, n), sums[n], _hasIntercept, gradient);
        return sums[n + 1] + (0.5 * _alpha * TensorPrimitives.SumOfSquares<double>(w));
    }

    /// <summary>Σ s loss″ (x, 1)(x, 1)ᵀ + α I at (w, b), in the features' own units; curvatures below 0 count as 0.</summary>
    public double[] SecondDerivatives(double[] w, double b)
    {
        var n = Columns;
        var (curvatures, ones) = (new double[_x.Rows], new double[_x.Rows]);
        Array.Fill(ones, 1);
        RowBlocks.Run(_x.Rows, Work, (start, end) =>
        {
            for (var row = start; row < end; row++)
            {
                curvatures[row] = Math.Max(0, _loss.Curvature(_y[row], b + RowProducts.Dot(_x, row, w))) * (_weights?[row] ?? 1) / _total;
            }
        });

        // A target of ones gives the intercept's row and corner.
        var gram = CentredSamples.Of(_x, ones, 1, curvatures, center: false).Gram();
        var size = n + (_hasIntercept ? 1 : 0);
        var hessian = new double[size * size];
        for (var i = 0; i < n; i++)
        {
            gram.Gram.AsSpan(i * n, n).CopyTo(hessian.AsSpan(i * size, n));
            hessian[(i * size) + i] += _alpha;
            if (_hasIntercept)
            {
                (hessian[(i * size) + n], hessian[(n * size) + i]) = (gram.Cross[i], gram.Cross[i]);
            }
        }

        if (_hasIntercept)
        {
            hessian[^1] = gram.Squares[0];
        }

        return hessian;
    }

    private long Work => _x.Sparse is { } sparse ? sparse.StoredCount + (8L * _x.Rows) : _x.Rows * (_x.Columns + 8L);
}
