namespace Kiln.Neural;

/// <summary>
/// x for x ≥ 0, otherwise α (exp(x) − 1). Clevert et al., "Fast and accurate deep network learning by exponential
/// linear units" (2016).
/// </summary>
public sealed class ELU : Module
{
    /// <summary>Makes the module.</summary>
    /// <param name="alpha">α: minus the limit for large negative inputs; 1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public ELU(double alpha = 1) => Alpha = double.IsFinite(alpha)
        ? alpha
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, $"alpha must be finite, got {alpha}");

    /// <summary>α: minus the limit for large negative inputs.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    /// <param name="x">Any floating-point tensor.</param>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.FloatingPoint(Label, x);
        return x.Elu(Alpha);
    }

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("alpha", Alpha);
    }
}
