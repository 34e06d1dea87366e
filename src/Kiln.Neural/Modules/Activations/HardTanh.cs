namespace Kiln.Neural;

/// <summary>min(max(x, minimum), maximum). Collobert, "Large scale machine learning" (2004).</summary>
public sealed class HardTanh : ElementwiseActivation
{
    /// <summary>Makes the module.</summary>
    /// <param name="minimum">The least value of the result; −1 by default.</param>
    /// <param name="maximum">The largest value of the result; 1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is not finite, or the minimum is not below the maximum.</exception>
    public HardTanh(double minimum = -1, double maximum = 1)
    {
        Minimum = Finite(minimum, nameof(minimum));
        Maximum = Finite(maximum, nameof(maximum)) > minimum
            ? maximum
            : throw new ArgumentOutOfRangeException(nameof(maximum), $"maximum must be above minimum, got {minimum} and {maximum}");
    }

    /// <summary>The least value of the result.</summary>
    public double Minimum { get; }

    /// <summary>The largest value of the result.</summary>
    public double Maximum { get; }

    private protected override (double Least, double Most) Bounds => (Minimum, Maximum);

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("minimum", Minimum).Set("maximum", Maximum);
    }

    private protected override Tensor Apply(Tensor x) => x.Clamp(Minimum, Maximum);
}
