namespace Kiln.Neural;

/// <summary>
/// x for x ≥ 0, otherwise slope · x. Maas et al., "Rectifier nonlinearities improve neural network acoustic models"
/// (2013).
/// </summary>
public sealed class LeakyReLU : Module
{
    /// <summary>Makes the module.</summary>
    /// <param name="slope">The factor of negative inputs; 0.01 by default, as in PyTorch (Keras has 0.3 or 0.2).</param>
    /// <exception cref="ArgumentOutOfRangeException">Not finite.</exception>
    public LeakyReLU(double slope = 0.01) => Slope = double.IsFinite(slope)
        ? slope
        : throw new ArgumentOutOfRangeException(nameof(slope), slope, $"slope must be finite, got {slope}");

    /// <summary>The factor of negative inputs.</summary>
    public double Slope { get; }

    /// <inheritdoc/>
    /// <param name="x">Any floating-point tensor.</param>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.FloatingPoint(Label, x);
        return x.LeakyRelu(Slope);
    }

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("slope", Slope);
    }
}
