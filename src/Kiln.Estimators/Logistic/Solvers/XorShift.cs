namespace Kiln.Estimators;

/// <summary>
/// The stream of numbers that scikit-learn's stochastic solvers draw their samples by: a 32-bit xorshift with the shifts 13, 17 and 5 (G. Marsaglia, "Xorshift RNGs",
/// Journal of Statistical Software 8(14), 2003), of which 31 bits are taken.
/// </summary>
/// <param name="seed">The state; 0 counts as 1.</param>
internal struct XorShift(uint seed)
{
    /// <summary>The largest seed that scikit-learn draws for this stream.</summary>
    public const int LargestSeed = int.MaxValue;

    private uint _state = seed == 0 ? 1 : seed;

    /// <summary>A number below 2³¹.</summary>
    public uint Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return _state & 0x7FFFFFFF;
    }
}
