using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Tensors;

/// <summary>
/// Philox4x32-10: a keyed bijection of 128-bit counters whose outputs pass the strictest statistical batteries. A draw is a function
/// of (key, counter) and of nothing else, so any element of any stream can be computed at any time and in any order.
/// </summary>
/// <remarks>Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 4.3 and table 2.</remarks>
internal static class Philox
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9; // golden ratio
    private const uint Weyl1 = 0xBB67AE85; // square root of 3, minus 1
    private const int Rounds = 10;

    /// <summary>Encrypts one counter: four 32-bit words in, four out.</summary>
    internal static (uint W0, uint W1, uint W2, uint W3) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * c0;
            var product1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ k1, (uint)product0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (c0, c1, c2, c3);
    }

    /// <summary>Encrypts the counter (<paramref name="low"/>, <paramref name="high"/>) under a 64-bit key.</summary>
    internal static (uint W0, uint W1, uint W2, uint W3) Block(ulong low, ulong high, ulong key) =>
        Block((uint)low, (uint)(low >> 32), (uint)high, (uint)(high >> 32), (uint)key, (uint)(key >> 32));

    /// <summary>
    /// Encrypts four consecutive counters at once. Each of the four results holds one of the block's words, in the low half of the
    /// 64-bit lane that belongs to the counter; the high halves are garbage.
    /// </summary>
    /// <remarks>
    /// The widening product of two 32-bit numbers fills a 64-bit lane, so one counter takes one lane: the product's high half is a
    /// shift away, and its low half needs nothing because the next multiplication ignores what stands above it.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector256<ulong> W0, Vector256<ulong> W1, Vector256<ulong> W2, Vector256<ulong> W3) FourBlocks(
        ulong low, ulong high, ulong key)
    {
        var counter = Vector256.Create(low) + Vector256.Create(0UL, 1UL, 2UL, 3UL);
        var c0 = counter;
        var c1 = counter >>> 32;
        var c2 = Vector256.Create((ulong)(uint)high);
        var c3 = Vector256.Create(high >> 32);
        var k0 = (uint)key;
        var k1 = (uint)(key >> 32);
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = WideningProduct(c0, Multiplier0);
            var product1 = WideningProduct(c2, Multiplier1);
            c0 = (product1 >>> 32) ^ c1 ^ Vector256.Create((ulong)k0);
            c1 = product1;
            c2 = (product0 >>> 32) ^ c3 ^ Vector256.Create((ulong)k1);
            c3 = product0;
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (c0, c1, c2, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> WideningProduct(Vector256<ulong> x, uint multiplier)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.Multiply(x.AsUInt32(), Vector256.Create((ulong)multiplier).AsUInt32());
        }

        if (Sse2.IsSupported)
        {
            var m = Vector128.Create((ulong)multiplier).AsUInt32();
            return Vector256.Create(Sse2.Multiply(x.GetLower().AsUInt32(), m), Sse2.Multiply(x.GetUpper().AsUInt32(), m));
        }

        if (AdvSimd.IsSupported)
        {
            var m = Vector64.Create(multiplier);
            return Vector256.Create(
                AdvSimd.MultiplyWideningLower(AdvSimd.ExtractNarrowingLower(x.GetLower()), m),
                AdvSimd.MultiplyWideningLower(AdvSimd.ExtractNarrowingLower(x.GetUpper()), m));
        }

        return (x & Vector256.Create(0xFFFF_FFFFUL)) * Vector256.Create((ulong)multiplier);
    }
}
