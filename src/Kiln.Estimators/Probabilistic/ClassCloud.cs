using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>A normal distribution by its mean and what makes it round.</summary>
/// <param name="Mean">(features,).</param>
/// <param name="Rounding">The axes as columns, each divided by its deviation: (features, axes).</param>
/// <param name="LogVolume">Σ log of the variances along the axes.</param>
internal sealed record ClassCloud(double[] Mean, double[] Rounding, double LogVolume)
{
    private const int BlockRows = 256;

    /// <summary>A cloud of singular values and axes, and its variances along them: a model keeps the cloud only.</summary>
    public static ClassCloud Of(double[] mean, double[] values, double[] rotation, double samples, double regularization, out double[] variances)
    {
        var k = values.Length;
        var (rounding, volume) = (new double[rotation.Length], 0.0);
        variances = new double[k];
        for (var j = 0; j < k; j++)
        {
            var variance = ((1 - regularization) * values[j] * values[j] / (samples - 1)) + regularization;
            volume += Math.Log(variance);
            variances[j] = variance;
            var scale = 1 / Math.Sqrt(variance);
            for (var i = 0; i < mean.Length; i++)
            {
                rounding[(i * k) + j] = rotation[(i * k) + j] * scale;
            }
        }

        return new(mean, rounding, volume);
    }

    /// <summary>V diag(variances) Vᵀ, (features, features).</summary>
    /// <param name="rotation">V: the axes as columns, (features, axes), as they were fitted.</param>
    /// <param name="variances">The variances along the axes.</param>
    public static double[] Covariance(double[] rotation, double[] variances)
    {
        var (n, k) = (rotation.Length / variances.Length, variances.Length);
        var (scaled, covariance) = (new double[rotation.Length], new double[n * n]);
        for (var j = 0; j < k; j++)
        {
            for (var i = 0; i < n; i++)
            {
                scaled[(i * k) + j] = rotation[(i * k) + j] * variances[j];
            }
        }

        MatMul.Multiply(n, n, k, scaled, k, false, rotation, k, true, covariance, n);
        return covariance;
    }

    /// <summary>−½ (squared distance in deviations + log volume) of each sample, into a column of scores.</summary>
    /// <param name="x">Dense samples.</param>
    /// <param name="scores">(samples, stride).</param>
    /// <param name="stride">How many scores a sample has.</param>
    /// <param name="column">Which of them.</param>
    /// <param name="offset">Added to each.</param>
    public void Score(Features x, double[] scores, int stride, int column, double offset)
    {
        var (n, k) = (Mean.Length, Rounding.Length / Mean.Length);
        RowBlocks.Run(x.Rows, (long)x.Rows * n * k, (start, end) =>
        {
            var count = Math.Min(BlockRows, end - start);
            var (centred, rounded) = (new double[count * n], new double[count * k]);
            for (var first = start; first < end; first += count)
            {
                var rows = Math.Min(count, end - first);
                for (var row = 0; row < rows; row++)
                {
                    TensorPrimitives.Subtract(x.Row(first + row), Mean, centred.AsSpan(row * n, n));
                }

                MatMul.Multiply(rows, k, n, centred, n, false, Rounding, k, false, rounded, k);
                for (var row = 0; row < rows; row++)
                {
                    scores[((first + row) * stride) + column] = offset - (0.5 * (TensorPrimitives.SumOfSquares<double>(rounded.AsSpan(row * k, k)) + LogVolume));
                }
            }
        });
    }
}
