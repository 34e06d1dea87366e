using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// Σ s loss(y, x·w + b) + ½ α ‖w‖², the weights s adding up to 1, in variables in which the features have deviation 1 and mean 0: u = w σ, c = b + w·x̄. The
/// samples stay as they are; only the variables are turned, so that a quasi-Newton method meets no features of very different scales.
/// </summary>
internal sealed class GeneralizedProblem
{
    private const int MostTileRows = 256;

    // Samples of a tile are read twice: the first-level cache holds them from one product to the other.
    private const int FirstLevelNumbers = 2_560;

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
        Scaling = FeatureScaling.Of(x, hasIntercept, alpha);
    }

    public int Columns => _x.Columns;

    public int Rows => _x.Rows;

    /// <summary>The weighted mean loss of a model that fits every target.</summary>
    public double LeastLoss
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < _y.Length; i++)
            {
                sum += (_weights?[i] ?? 1) * _loss.Least(_y[i]);
            }

            return sum / _total;
        }
    }

    public FeatureScaling Scaling { get; }

    /// <summary>The basis of few samples; null where it does not pay.</summary>
    public RowSpace? RowSpace() => SampleView.With(_x, view => Estimators.RowSpace.Of(view));

    /// <summary>The weighted mean of the target.</summary>
    public double MeanTarget => (_weights is null ? TensorPrimitives.Sum<double>(_y) : TensorPrimitives.Dot<double>(_y, _weights)) / _total;

    /// <summary>The objective at (u, c) and its gradient.</summary>
    public double Objective(ReadOnlySpan<double> variables, Span<double> gradient)
    {
        var (n, w) = (Columns, new double[Columns]);
        var b = Scaling.ToOriginal(variables, _hasIntercept, w);
        var sums = new double[n + 2];
        SampleView.With(_x, view =>
        {
            RowBlocks.Sum(view.Rows, 2 * Work, sums, (start, end, partial) => AddTiles(view, start, end, w, b, partial));
            return true;
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
        var curvatures = new double[_x.Rows];
        var products = SampleView.With(_x, view =>
        {
            RowBlocks.Run(view.Rows, Work, (start, end) => CurveTiles(view, start, end, w, b, curvatures));
            return view.IsSparse ? SparseProducts(curvatures) : SymmetricProducts.Weighted(view, curvatures);
        });
        if (!_hasIntercept)
        {
            var all = products;
            products = new double[n * n];
            for (var i = 0; i < n; i++)
            {
                all.AsSpan(i * (n + 1), n).CopyTo(products.AsSpan(i * n));
            }
        }

        for (var i = 0; i < n; i++)
        {
            products[i * (n + (_hasIntercept ? 2 : 1))] += _alpha;
        }

        return products;
    }

    private unsafe void AddTiles(SampleView x, int start, int end, double[] weights, double b, Span<double> sums)
    {
        Span<double> values = stackalloc double[MostTileRows], scores = stackalloc double[MostTileRows];
        var rows = x.IsSparse ? MostTileRows : Math.Clamp(FirstLevelNumbers / x.Columns / 8 * 8, 64, MostTileRows);
        fixed (double* w = weights, slopes = scores, to = sums)
        {
            for (var first = start; first < end; first += rows)
            {
                var count = Math.Min(rows, end - first);
                Span<double> own = scores[..count], value = values[..count];
                TileScores.Forward(x, first, count, w, b, slopes);
                _loss.At(_y.AsSpan(first, count), own, value);
                if (_weights is not null)
                {
                    TensorPrimitives.Multiply(own, _weights.AsSpan(first, count), own);
                    TensorPrimitives.Multiply(value, _weights.AsSpan(first, count), value);
                }

                TileScores.Backward(x, first, count, slopes, to);
                sums[Columns] += TensorPrimitives.Sum<double>(own);
                sums[Columns + 1] += TensorPrimitives.Sum<double>(value);
            }
        }
    }

    private unsafe void CurveTiles(SampleView x, int start, int end, double[] weights, double b, double[] curvatures)
    {
        fixed (double* w = weights, to = curvatures)
        {
            TileScores.Forward(x, start, end - start, w, b, to + start);
        }

        var own = curvatures.AsSpan(start, end - start);
        _loss.Curvature(_y.AsSpan(start, end - start), own);
        for (var i = 0; i < own.Length; i++)
        {
            own[i] = Math.Max(0, own[i]) * (_weights?[start + i] ?? 1) / _total;
        }
    }

    private double[] SparseProducts(double[] curvatures)
    {
        // A target of ones gives the intercept's row and corner.
        var (n, ones) = (Columns, new double[_x.Rows]);
        Array.Fill(ones, 1);
        var gram = CentredSamples.Of(_x, ones, 1, curvatures, center: false).Gram();
        var products = new double[(n + 1) * (n + 1)];
        for (var i = 0; i < n; i++)
        {
            gram.Gram.AsSpan(i * n, n).CopyTo(products.AsSpan(i * (n + 1)));
            (products[(i * (n + 1)) + n], products[(n * (n + 1)) + i]) = (gram.Cross[i], gram.Cross[i]);
        }

        products[^1] = gram.Squares[0];
        return products;
    }

    private long Work => _x.Sparse is { } sparse ? sparse.StoredCount + (8L * _x.Rows) : _x.Rows * (_x.Columns + 8L);
}
