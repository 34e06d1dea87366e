using System.Numerics;

namespace Kiln.Tensors;

/// <summary>MT19937 with the seeding and the 32-bit, 64-bit and double outputs of NumPy's legacy generator.</summary>
/// <remarks>
/// Source: Matsumoto and Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform pseudo-random number generator",
/// ACM TOMACS 8 (1998), with the improved initialisation of 2002.
/// <para>A block of 624 words is made, and tempered, with whole vectors: each word depends on its neighbour and on one 397 places on, both
/// further away than a vector is wide or not written yet.</para>
/// </remarks>
internal sealed class MersenneTwister
{
    internal const int Length = 624;
    private const int Middle = 397;
    private const uint UpperMask = 0x80000000, LowerMask = 0x7FFFFFFF, TwistMask = 0x9908B0DF;

    private readonly uint[] _words = new uint[Length];
    private readonly uint[] _tempered = new uint[Length];
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
        Temper();
    }

    internal uint NextUInt32()
    {
        if (_position == Length)
        {
            Generate();
        }

        return _tempered[_position++];
    }

    /// <summary>
    /// Numbers for a shuffle: for each of <paramref name="top"/>, top − 1, … one that is uniform on 0 to it, by drawing words until one, cut to
    /// <paramref name="mask"/>, is not above it. Every word is stored and only a good one is kept: whether it is good is random, and a branch on it
    /// would be mispredicted every few words.
    /// </summary>
    internal void NextBelow(Span<uint> numbers, uint top, uint mask)
    {
        var found = 0;
        while (found < numbers.Length)
        {
            if (_position == Length)
            {
                Generate();
            }

            var words = _tempered.AsSpan(_position);
            var used = 0;
            while (used < words.Length && found < numbers.Length)
            {
                var word = words[used++] & mask;
                numbers[found] = word;
                found += word <= top - (uint)found ? 1 : 0;
            }

            _position += used;
        }
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
        Twist(w, 0, Length - Middle, Middle);
        Twist(w, Length - Middle, Length - 1, Middle - Length);
        w[Length - 1] = Twisted(w[Length - 1], w[0], w[Middle - 1]);
        _position = 0;
        Temper();
    }

    private static void Twist(uint[] w, int start, int end, int toFar)
    {
        var i = start;
        for (; i <= end - Vector<uint>.Count; i += Vector<uint>.Count)
        {
            var y = (new Vector<uint>(w, i) & new Vector<uint>(UpperMask)) | (new Vector<uint>(w, i + 1) & new Vector<uint>(LowerMask));
            var odd = Vector<uint>.Zero - (y & Vector<uint>.One);
            (new Vector<uint>(w, i + toFar) ^ (y >> 1) ^ (odd & new Vector<uint>(TwistMask))).CopyTo(w, i);
        }

        for (; i < end; i++)
        {
            w[i] = Twisted(w[i], w[i + 1], w[i + toFar]);
        }
    }

    private static uint Twisted(uint word, uint next, uint far)
    {
        var y = (word & UpperMask) | (next & LowerMask);
        return far ^ (y >> 1) ^ ((y & 1) * TwistMask);
    }

    private void Temper()
    {
        var i = 0;
        for (; i <= Length - Vector<uint>.Count; i += Vector<uint>.Count)
        {
            var y = new Vector<uint>(_words, i);
            y ^= y >> 11;
            y ^= (y << 7) & new Vector<uint>(0x9D2C5680u);
            y ^= (y << 15) & new Vector<uint>(0xEFC60000u);
            (y ^ (y >> 18)).CopyTo(_tempered, i);
        }

        for (; i < Length; i++)
        {
            var y = _words[i];
            y ^= y >> 11;
            y ^= (y << 7) & 0x9D2C5680u;
            y ^= (y << 15) & 0xEFC60000u;
            _tempered[i] = y ^ (y >> 18);
        }
    }
}
