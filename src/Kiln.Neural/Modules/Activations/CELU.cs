namespace Kiln.Neural;

/// <summary>
/// x for x ≥ 0, otherwise α (exp(x / α) − 1): ELU with a derivative that is continuous for every α. Barron, "Continuously differentiable
/// exponential linear units" (2017).
/// </summary>
public sealed class CELU : ElementwiseActivation
{
    /// <summary>Makes the module.</summary>
    /// <param name="alpha">α: minus the limit for large negative inputs; 1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or not positive.</exception>
    public CELU(double alpha = 1) => Alpha = Finite(alpha, nameof(alpha)) > 0
        ? alpha
        : throw new ArgumentOutOfRangeException(nameof(alpha), $"alpha must be positive, got {alpha}");

    /// <summary>α: minus the limit for large negative inputs.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("alpha", Alpha);
    }

    private protected override Tensor Apply(Tensor x) => x.Celu(Alpha);
}
