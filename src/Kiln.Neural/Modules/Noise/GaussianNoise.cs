namespace Kiln.Neural;

/// <summary>In training, adds normal noise of mean 0 to each element; in inference, does nothing.</summary>
public sealed class GaussianNoise : NoiseLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="standardDeviation">The noise's standard deviation; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is negative or not finite.</exception>
    public GaussianNoise(double standardDeviation)
        : base("standard_deviation", Check(standardDeviation))
    {
    }

    /// <summary>The noise's standard deviation.</summary>
    public double StandardDeviation => Strength;

    private protected override Tensor Change(Tensor x, RandomKey key) => x + Normal(x, 0, StandardDeviation, key);

    private static double Check(double standardDeviation) => standardDeviation >= 0 && double.IsFinite(standardDeviation)
        ? standardDeviation
        : throw new ArgumentOutOfRangeException(
            nameof(standardDeviation), $"the standard deviation must be at least 0 and finite, got {standardDeviation}");
}
