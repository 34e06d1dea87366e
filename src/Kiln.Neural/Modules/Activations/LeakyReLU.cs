namespace Kiln.Neural;

/// <summary>
/// x for x ≥ 0, otherwise slope · x. Maas et al., "Rectifier nonlinearities improve neural network acoustic models"
/// (2013).
/// </summary>
public sealed class LeakyReLU : ElementwiseActivation
{
    /// <summary>Makes the module.</summary>
    /// <param name="slope">The factor of negative inputs; 0.01 by default, as in PyTorch (Keras: 0.3 of the layer, 0.2 of the function).</param>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public LeakyReLU(double slope = 0.01) => Slope = Finite(slope, nameof(slope));

    /// <summary>The factor of negative inputs.</summary>
    public double Slope { get; }

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("slope", Slope);
    }

    private protected override Tensor Apply(Tensor x) => x.LeakyRelu(Slope);
}
