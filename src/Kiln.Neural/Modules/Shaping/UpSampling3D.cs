namespace Kiln.Neural;

/// <summary>Volumes (batch, depth, height, width, channels) made larger by repeating elements.</summary>
public sealed class UpSampling3D : UpSampling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">How many times as large: one number, or (depth, height, width); 2 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is below 1.</exception>
    public UpSampling3D(Size3D? factor = null)
        : base((factor ?? 2).ToArray(), Interpolation.Nearest)
    {
    }

    /// <summary>How many times as large.</summary>
    public Size3D Factor => Size3D.From(Factors);

    internal static UpSampling3D Read(ModuleConfig config) => new(Size3D.Read(config, "factor"));
}
