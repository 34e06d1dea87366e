using Kiln.Numerics;

namespace Kiln.Bench;

/// <summary>Operands of kernels: the same numbers here and in the peers, so that results can be compared (<c>draw</c> in peers/operands.py).</summary>
internal static class Operands
{
    /// <summary>
    /// Numbers in [−1, 1) that look random: a 32-bit hash of each index, of which 24 bits are kept so that float32 holds them exactly. On large pages where they are
    /// many, as NumPy's arrays, Kiln's tensors and those that Kiln makes (of files, transforms and folds) are.
    /// </summary>
    public static float[] Draw(long count, uint seed = 1)
    {
        var values = LargeArray.Uninitialized<float>(checked((int)count));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (Hash((uint)i, seed) >> 8) * (1f / (1 << 23)) - 1;
        }

        return values;
    }

    /// <summary>The same numbers in float64, on large pages too.</summary>
    public static double[] DrawDouble(long count, uint seed = 1)
    {
        var values = LargeArray.Uninitialized<double>(checked((int)count));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (Hash((uint)i, seed) >> 8) * (1.0 / (1 << 23)) - 1;
        }

        return values;
    }

    // The finisher of MurmurHash3 (Austin Appleby, public domain) over a Weyl sequence.
    private static uint Hash(uint index, uint seed)
    {
        var h = (index * 0x9E3779B9) + (seed * 0x85EBCA77);
        h = (h ^ (h >> 16)) * 0x85EBCA6B;
        h = (h ^ (h >> 13)) * 0xC2B2AE35;
        return h ^ (h >> 16);
    }
}
