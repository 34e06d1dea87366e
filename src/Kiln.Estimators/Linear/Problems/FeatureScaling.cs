namespace Kiln.Estimators;

/// <summary>
/// Variables in which every feature has deviation 1 (together with the penalty, if there is one), and mean 0 where there is an intercept: u = w σ, c = b + w·x̄. The model is the
/// same; a descent on it meets round valleys.
/// </summary>
internal sealed class FeatureScaling
{
    private readonly double[] _means;
    private readonly double[] _deviations;

    private FeatureScaling(double[] means, double[] deviations) => (_means, _deviations) = (means, deviations);

    /// <summary>Whether all samples (and their squares) are finite.</summary>
    public bool IsFinite { get; private init; }

    /// <summary>Of each feature; 0 without an intercept.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>Of each feature.</summary>
    public ReadOnlySpan<double> Deviations => _deviations;

    /// <summary>The largest deviation, or 1 where all are below.</summary>
    public double Largest => Math.Max(1, _deviations.Max());

    /// <summary>How many times larger the gradient by w can be than the one by (u, c): the largest deviation and mean of a feature, or 1 where all are below.</summary>
    public double Steepest
    {
        get
        {
            var most = 1.0;
            for (var i = 0; i < _means.Length; i++)
            {
                most = Math.Max(most, _deviations[i] + Math.Abs(_means[i]));
            }

            return most;
        }
    }

    /// <summary>Of samples, dense or sparse. Without an intercept the deviation is that from 0.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="hasIntercept">Whether there is an intercept.</param>
    /// <param name="penalty">
    /// The squared penalty for each sample: σ² is the variance and the penalty. Were it the variance alone, the penalty would be the steeper the smaller a feature's unit is.
    /// </param>
    public static FeatureScaling Of(Features x, bool hasIntercept, double penalty)
    {
        var n = x.Columns;
        var sums = Sums(x);
        var (means, deviations) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            means[i] = hasIntercept ? sums[i] / x.Rows : 0;
            var variance = (sums[n + i] / x.Rows) - (means[i] * means[i]);

            // A feature that does not vary beyond rounding keeps its unit.
            var curvature = penalty + (variance > 1e-14 * sums[n + i] / x.Rows ? variance : 0);
            deviations[i] = curvature > 0 ? Math.Sqrt(curvature) : 1;
        }

        return new(means, deviations) { IsFinite = Inputs.AllFinite(sums) };
    }

    /// <summary>Σ x of each feature, then Σ x².</summary>
    private static double[] Sums(Features x)
    {
        var n = x.Columns;
        if (x.Sparse is null && n <= ColumnFold.MostColumns)
        {
            var (first, second) = ColumnFold.Run<SquareTerms>(x, new double[n]);
            return [.. first, .. second];
        }

        var sums = new double[2 * n];
        RowBlocks.Sum(x.Rows, 2L * x.Rows * n, sums, (start, end, partial) =>
        {
            for (var row = start; row < end; row++)
            {
                RowProducts.Add(x, row, 1, partial[..n]);
                if (x.Sparse is { } sparse)
                {
                    for (var i = sparse.RowStarts[row]; i < sparse.RowStarts[row + 1]; i++)
                    {
                        partial[n + sparse.ColumnIndices[i]] += sparse.Values[i] * sparse.Values[i];
                    }
                }
                else
                {
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(x.Row(row), x.Row(row), partial[n..], partial[n..]);
                }
            }
        });
        return sums;
    }

    /// <summary>w of (u, c); returns b.</summary>
    public double ToOriginal(ReadOnlySpan<double> variables, bool hasIntercept, Span<double> w)
    {
        var b = hasIntercept ? variables[w.Length] : 0;
        for (var i = 0; i < w.Length; i++)
        {
            w[i] = variables[i] / _deviations[i];
            b -= w[i] * _means[i];
        }

        return b;
    }

    /// <summary>(u, c) of (w, b).</summary>
    public void ToScaled(ReadOnlySpan<double> w, double b, bool hasIntercept, Span<double> variables)
    {
        for (var i = 0; i < w.Length; i++)
        {
            variables[i] = w[i] * _deviations[i];
            b += w[i] * _means[i];
        }

        if (hasIntercept)
        {
            variables[w.Length] = b;
        }
    }

    /// <summary>The gradient by (u, c) of one by (w, b).</summary>
    public void GradientToScaled(ReadOnlySpan<double> byWeights, double byIntercept, bool hasIntercept, Span<double> gradient)
    {
        for (var i = 0; i < byWeights.Length; i++)
        {
            gradient[i] = (byWeights[i] - (_means[i] * byIntercept)) / _deviations[i];
        }

        if (hasIntercept)
        {
            gradient[byWeights.Length] = byIntercept;
        }
    }

    /// <summary>The gradient by (w, b) of one by (u, c), in place.</summary>
    public void GradientToOriginal(Span<double> gradient, int features, bool hasIntercept)
    {
        for (var i = 0; i < features; i++)
        {
            gradient[i] = (gradient[i] * _deviations[i]) + (hasIntercept ? _means[i] * gradient[features] : 0);
        }
    }
}
