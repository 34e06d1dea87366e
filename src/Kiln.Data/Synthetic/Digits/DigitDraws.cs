namespace Kiln.Data;

/// <summary>The random numbers of one image, one after the other: SplitMix64 (Steele, Lea and Flood 2014) from the image's own seed.</summary>
internal struct DigitDraws(ulong seed)
{
    private ulong _state = seed;

    internal ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 (included) to <paramref name="count"/> (excluded); the bias of 2⁻³² is beneath notice here.</summary>
    internal int Below(int count) => (int)((Next() >> 32) * (ulong)count >> 32);

    /// <summary>A number between the two.</summary>
    internal float Between(float low, float high) => low + (high - low) * ((Next() >> 40) * (1f / (1 << 24)));

    /// <summary>
    /// A number with mean 0 and variance 1, bell-shaped, from 64 bits: eight bytes summed. Their sum has the mean 1020 and the variance
    /// 8 · (256² − 1) / 12.
    /// </summary>
    internal float Bell()
    {
        var bits = Next();
        bits = (bits & 0x00FF00FF00FF00FF) + ((bits >> 8) & 0x00FF00FF00FF00FF);
        var sum = (int)((bits * 0x0001000100010001) >> 48);
        return (sum - 1020) * (1f / 209.02f);
    }
}
