namespace Kiln.Neural;

/// <summary>Images (batch, height, width, channels) made larger by repeating pixels or by bilinear interpolation.</summary>
public sealed class UpSampling2D : UpSampling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">How many times as large: one number, or (height, width); 2 by default.</param>
    /// <param name="interpolation">
    /// What stands between two pixels: the nearest one (the default), or the bilinear interpolation of TensorFlow, which is PyTorch's without aligned
    /// corners.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is below 1.</exception>
    public UpSampling2D(Size2D? factor = null, Interpolation interpolation = Interpolation.Nearest)
        : base((factor ?? 2).ToArray(), interpolation)
    {
    }

    /// <summary>How many times as large.</summary>
    public Size2D Factor => Size2D.From(Factors);

    /// <summary>What stands between two pixels.</summary>
    public Interpolation Interpolation => Between;

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        base.Configure(config);
        config.Set("interpolation", Interpolation);
    }

    internal static UpSampling2D Read(ModuleConfig config) => new(Size2D.Read(config, "factor"), config.Choice<Interpolation>("interpolation"));
}
