namespace Kiln.Tensors;

/// <summary>MT19937 with the seeding and the 32-bit, 64-bit and double outputs of NumPy's legacy generator.</summary>
/// <remarks>
/// Source: Matsumoto and Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random number generator",
/// ACM TOMACS 8 (1998), with the improved initialisation of 2002.
/// </remarks>
internal sealed class MersenneTwister
{
    internal const int Length = 624;
    private const int Middle = 397;
    private const uint UpperMask = 0x80000000, LowerMask = 0x7FFFFFFF, Twist = 0x9908B0DF;

    private readonly uint[] _words = new uint[Length];
    private int _position;

    internal ReadOnlySpan<uint> Words => _words;

    internal int Position => _position;

    internal void Seed(uint seed)
    {
        for (var i = 0; i < Length; i++)
        {
            _words[i] = seed;
            seed = (1812433253u * (seed ^ (seed >> 30))) + (uint)i + 1;
        }

        _position = Length;
    }

    internal void Seed(ReadOnlySpan<uint> key)
    {
        Seed(19650218u);
        var i = 1;
        var j = 0;
        for (var k = Math.Max(Length, key.Length); k > 0; k--)
        {
            _words[i] = (_words[i] ^ ((_words[i - 1] ^ (_words[i - 1] >> 30)) * 1664525u)) + key[j] + (uint)j;
            i = Advance(i);
            j = j + 1 == key.Length ? 0 : j + 1;
        }

        for (var k = Length - 1; k > 0; k--)
        {
            _words[i] = (_words[i] ^ ((_words[i - 1] ^ (_words[i - 1] >> 30)) * 1566083941u)) - (uint)i;
            i = Advance(i);
        }

        _words[0] = 0x80000000u; // assures a state that is not all zeros
    }

    internal void Restore(ReadOnlySpan<uint> saved, int savedPosition)
    {
        saved.CopyTo(_words);
        _position = savedPosition;
    }

    internal uint NextUInt32()
    {
        if (_position == Length)
        {
            Generate();
        }

        var y = _words[_position++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680u;
        y ^= (y << 15) & 0xEFC60000u;
        return y ^ (y >> 18);
    }

    internal ulong NextUInt64()
    {
        var high = (ulong)NextUInt32() << 32;
        return high | NextUInt32();
    }

    /// <summary>Uniform on [0, 1), 53 bits: 27 from one word and 26 from the next.</summary>
    internal double NextDouble()
    {
        var a = NextUInt32() >> 5;
        var b = NextUInt32() >> 6;
        return ((a * 67108864.0) + b) / 9007199254740992.0;
    }

    private int Advance(int i)
    {
        if (i + 1 < Length)
        {
            return i + 1;
        }

        _words[0] = _words[Length - 1];
        return 1;
    }

    private void Generate()
    {
        var w = _words;
        for (var i = 0; i < Length; i++)
        {
            var next = i + 1 == Length ? 0 : i + 1;
            var far = i + Middle >= Length ? i + Middle - Length : i + Middle;
            var y = (w[i] & UpperMask) | (w[next] & LowerMask);
            w[i] = w[far] ^ (y >> 1) ^ ((y & 1) * Twist);
        }

        _position = 0;
    }
}
