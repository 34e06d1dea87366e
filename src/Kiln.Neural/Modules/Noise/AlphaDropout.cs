namespace Kiln.Neural;

/// <summary>
/// Dropout for networks of <see cref="SELU"/>: in training, sets elements to SELU's limit −λα instead of zero, and scales and shifts the result so
/// that mean and variance stay; in inference, does nothing. Klambauer et al., "Self-normalizing neural networks" (2017), section "New dropout technique".
/// </summary>
public sealed class AlphaDropout : NoiseLayer
{
    // −λα of SELU.
    private const double Limit = -1.0507009873554804934193349852946 * 1.6732632423543772848170429916717;

    /// <summary>Makes the layer.</summary>
    /// <param name="rate">The probability to be dropped, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is outside.</exception>
    public AlphaDropout(double rate)
        : base("rate", DropoutRate.Check(rate))
    {
    }

    /// <summary>The probability to be dropped.</summary>
    public double Rate => Strength;

    private protected override Tensor Change(Tensor x, RandomKey key)
    {
        // y = a · (x kept, else the limit) + b, with a² = 1 / (q (1 + p limit²)) and b = −a p limit for q = 1 − p.
        double a = 1 / Math.Sqrt((1 - Rate) * (1 + Rate * Limit * Limit));
        double b = -a * Rate * Limit;
        Tensor kept = Tensor.RandomUniform(x.Shape, key: key) >= Rate;
        return Tensor.Where(kept, x * a + b, a * Limit + b);
    }
}
