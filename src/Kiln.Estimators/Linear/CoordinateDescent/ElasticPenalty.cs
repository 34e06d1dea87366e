namespace Kiln.Estimators;

/// <summary>λ₁ ‖w‖₁ + ½ λ₂ ‖w‖², added to ½ ‖b − A·w‖².</summary>
/// <param name="L1">λ₁.</param>
/// <param name="L2">λ₂.</param>
/// <param name="IsPositive">Whether no coefficient may be negative.</param>
internal readonly record struct ElasticPenalty(double L1, double L2, bool IsPositive)
{
    /// <summary>That of an elastic net: α and its share of L1, both for a mean over samples.</summary>
    public static ElasticPenalty Of(double alpha, double l1Ratio, int samples, bool isPositive) =>
        new(alpha * l1Ratio * samples, alpha * (1 - l1Ratio) * samples, isPositive);

    /// <summary>The minimum over one coefficient: S(z, λ₁) / (d + λ₂) with the soft threshold S.</summary>
    /// <param name="z">Aⱼ·(b − A·w) + d wⱼ: what the coefficient would fit alone.</param>
    /// <param name="diagonal">d = Aⱼ·Aⱼ.</param>
    public double Minimize(double z, double diagonal)
    {
        var left = Math.Abs(z) - L1;
        return left <= 0 || (IsPositive && z < 0) ? 0 : Math.CopySign(left, z) / (diagonal + L2);
    }
}
