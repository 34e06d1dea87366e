namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>Throws unless there are no weights at all or one for each sample.</summary>
    private static void CheckWeights(string metric, int samples, ReadOnlySpan<double> weights)
    {
        if (!weights.IsEmpty && weights.Length != samples)
        {
            throw new ArgumentException(
                $"{metric}: {weights.Length} sample weights were given for {samples} samples; give one per sample, or none.");
        }
    }

    /// <summary>The sum of the weights, or the number of samples where there are none; throws when it is zero, for no mean is defined then.</summary>
    private static double TotalWeight(string metric, int samples, ReadOnlySpan<double> weights)
    {
        if (weights.IsEmpty)
        {
            return samples;
        }

        var total = PairSum.Sum(weights);
        return total != 0
            ? total
            : throw new ArgumentException($"{metric}: the sample weights add up to zero, so no mean is defined; at least one must not be zero.");
    }

    /// <summary>A mean over the samples, or the sum when it is not to be normalized.</summary>
    private static double MeanOrSum(string metric, double sum, int samples, ReadOnlySpan<double> weights, bool normalize) =>
        normalize ? sum / TotalWeight(metric, samples, weights) : sum;

    /// <summary>Throws at the first value that is NaN or infinite: an order over it would mean nothing.</summary>
    private static void CheckFinite(string metric, string what, ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"{metric}: the {what} at index {i} is {values[i]}; finite numbers are expected. Did the training diverge?"));
            }
        }
    }
}
