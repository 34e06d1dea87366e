using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>How much a covariance is moved towards a multiple of the identity.</summary>
internal static class Shrinkage
{
    /// <summary>The covariance (1 − s) C + s · trace(C)/n · I, in place.</summary>
    public static void Apply(Span<double> covariance, int n, double share)
    {
        var trace = 0.0;
        for (var i = 0; i < n; i++)
        {
            trace += covariance[(i * n) + i];
        }

        TensorPrimitives.Multiply(covariance, 1 - share, covariance);
        for (var i = 0; i < n; i++)
        {
            covariance[(i * n) + i] += share * trace / n;
        }
    }

    /// <summary>
    /// The covariance of centred samples with the share that loses least (O. Ledoit and M. Wolf, "A well-conditioned estimator for large-dimensional covariance
    /// matrices", J. Multivariate Analysis 88, 2004), of features scaled to variance 1 and scaled back.
    /// </summary>
    /// <param name="centred">The samples less their mean, row after row.</param>
    /// <param name="products">Their products, (features, features).</param>
    /// <param name="n">Features.</param>
    public static double[] LedoitWolf(ReadOnlySpan<double> centred, ReadOnlySpan<double> products, int n)
    {
        var rows = centred.Length / n;
        var (scales, inverse) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var variance = products[(i * n) + i] / rows;
            scales[i] = variance > 0 ? Math.Sqrt(variance) : 1;
            inverse[i] = 1 / scales[i];
        }

        var covariance = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                covariance[(i * n) + j] = products[(i * n) + j] / rows * inverse[i] * inverse[j];
            }
        }

        // Σᵢⱼ of the products of squares is, for each sample, the square of its squared length.
        var (beta, line) = (0.0, new double[n]);
        for (var row = 0; row < rows; row++)
        {
            TensorPrimitives.Multiply(centred.Slice(row * n, n), inverse, line);
            var length = TensorPrimitives.SumOfSquares<double>(line);
            beta += length * length;
        }

        var trace = 0.0;
        for (var i = 0; i < n; i++)
        {
            trace += covariance[(i * n) + i];
        }

        var mean = trace / n;
        var squares = TensorPrimitives.SumOfSquares<double>(covariance);
        var distance = (squares - (2 * mean * trace) + (n * mean * mean)) / n;
        var noise = Math.Min(1.0 / ((double)n * rows) * ((beta / rows) - squares), distance);
        Apply(covariance, n, n == 1 || noise == 0 ? 0 : noise / distance);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                covariance[(i * n) + j] *= scales[i] * scales[j];
            }
        }

        return covariance;
    }
}
