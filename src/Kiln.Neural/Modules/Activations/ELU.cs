namespace Kiln.Neural;

/// <summary>
/// x for x ≥ 0, otherwise α (exp(x) − 1). Clevert et al., "Fast and accurate deep network learning by exponential
/// linear units" (2016).
/// </summary>
public sealed class ELU : ElementwiseActivation
{
    /// <summary>Makes the module.</summary>
    /// <param name="alpha">α: minus the limit for large negative inputs; 1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public ELU(double alpha = 1) => Alpha = Finite(alpha, nameof(alpha));

    /// <summary>α: minus the limit for large negative inputs.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("alpha", Alpha);
    }

    private protected override Tensor Apply(Tensor x) => x.Elu(Alpha);
}
