using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>The penalties of a path: from the one at which all coefficients are 0 down to a share of it, evenly spaced in the logarithm.</summary>
internal static class AlphaGrid
{
    // NumPy's finfo(float).resolution: scikit-learn's α where the target does not vary with any feature.
    private const double Resolution = 1e-15;

    /// <summary>α descending.</summary>
    /// <param name="name">The estimator, for the error.</param>
    /// <param name="samples">The samples, without weights as in scikit-learn.</param>
    /// <param name="l1Ratio">The share of L1, above 0.</param>
    /// <param name="share">The smallest as a share of the largest.</param>
    /// <param name="count">How many.</param>
    public static double[] Of(string name, CentredSamples samples, double l1Ratio, double share, int count)
    {
        Require.That(l1Ratio > 0, name, "l1_ratio", l1Ratio, "more than 0, or alphas given: without an L1 penalty there is no largest alpha to begin with");
        var squares = new double[samples.Columns];
        var cross = new double[samples.Columns];
        for (var output = 0; output < samples.Outputs; output++)
        {
            samples.TransposedTimes(samples.Target(output).ToArray(), cross);
            TensorPrimitives.MultiplyAdd(cross, cross, squares, squares);
        }

        var largest = Math.Sqrt(TensorPrimitives.Max<double>(squares)) / (samples.Rows * l1Ratio);
        if (largest <= Resolution)
        {
            return [.. Enumerable.Repeat(Resolution, count)];
        }

        var (low, high) = (Math.Log10(largest * share), Math.Log10(largest));
        var alphas = new double[count];
        for (var i = 0; i < count; i++)
        {
            var at = count - 1 - i;
            alphas[i] = Math.Pow(10, count == 1 ? low : at == count - 1 ? high : low + (at * ((high - low) / (count - 1))));
        }

        return alphas;
    }
}
