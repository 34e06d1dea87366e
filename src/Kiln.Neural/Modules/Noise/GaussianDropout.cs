namespace Kiln.Neural;

/// <summary>
/// In training, multiplies each element by normal noise of mean 1 and variance rate / (1 − rate), which keeps what dropout keeps of mean and variance;
/// in inference, does nothing. Srivastava et al., "Dropout" (2014), section 10.
/// </summary>
public sealed class GaussianDropout : NoiseLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="rate">The rate of the dropout it stands for, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside.</exception>
    public GaussianDropout(double rate)
        : base("rate", DropoutRate.Check(rate))
    {
    }

    /// <summary>The rate of the dropout it stands for.</summary>
    public double Rate => Strength;

    private protected override Tensor Change(Tensor x, RandomKey key) => x * Normal(x, 1, Math.Sqrt(Rate / (1 - Rate)), key);
}
