namespace Kiln.Neural;

/// <summary>x · Φ(x) with the normal distribution function Φ. Hendrycks and Gimpel, "Gaussian error linear units" (2016).</summary>
public sealed class GELU : ElementwiseActivation
{
    /// <summary>Makes the module.</summary>
    /// <param name="approximate">Whether Φ is approximated with tanh, as GPT-2 does; false by default.</param>
    public GELU(bool approximate = false) => Approximate = approximate;

    /// <summary>Whether Φ is approximated with tanh.</summary>
    public bool Approximate { get; }

    private protected override (double Least, double Most) Bounds => (Activations.LeastGelu, double.PositiveInfinity);

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("approximate", Approximate);
    }

    private protected override Tensor Apply(Tensor x) => x.Gelu(Approximate);
}
