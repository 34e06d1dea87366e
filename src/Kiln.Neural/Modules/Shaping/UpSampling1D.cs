namespace Kiln.Neural;

/// <summary>Sequences (batch, time, channels) made larger by repeating elements.</summary>
public sealed class UpSampling1D : UpSampling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="factor">How many times as long; 2 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is below 1.</exception>
    public UpSampling1D(int factor = 2)
        : base([factor], Interpolation.Nearest)
    {
    }

    /// <summary>How many times as long.</summary>
    public int Factor => Factors[0];

    internal static UpSampling1D Read(ModuleConfig config) => new(config.Ints("factor", 1)[0]);
}
