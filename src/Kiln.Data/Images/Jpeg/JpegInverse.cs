using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Data;

/// <summary>
/// The inverse discrete cosine transform of a block of 8 × 8, in integers: the factorization of Loeffler, Ligtenberg and Moschytz ("Practical
/// fast 1-D DCT algorithms with 11 multiplications", ICASSP 1989) with constants of 13 bits. Columns first, kept with two bits of
/// fraction, then rows. Precision and rounding are those of libjpeg's accurate integer transform, so that results are the same
/// numbers.
/// </summary>
/// <remarks>
/// The vector form does to eight columns at once, one in each 32-bit lane of a 256-bit register, what the plain form does to one: register i
/// holds row i. Between the two passes the block is transposed, so that lanes hold rows.
/// </remarks>
internal static class JpegInverse
{
    private const int ConstantBits = 13;
    private const int ColumnBits = 2;
    private const int ColumnShift = ConstantBits - ColumnBits;
    private const int RowShift = ConstantBits + ColumnBits + 3;

    // Sums of cosines times the square root of two, in units of 2^-13.
    private const int C0298631336 = 2446;
    private const int C0390180644 = 3196;
    private const int C0541196100 = 4433;
    private const int C0765366865 = 6270;
    private const int C0899976223 = 7373;
    private const int C1175875602 = 9633;
    private const int C1501321110 = 12299;
    private const int C1847759065 = 15137;
    private const int C1961570560 = 16069;
    private const int C2053119869 = 16819;
    private const int C2562915447 = 20995;
    private const int C3072711026 = 25172;

    /// <summary>Transforms a block into samples.</summary>
    /// <param name="block">64 coefficients times their steps, row by row.</param>
    /// <param name="samples">Receives eight rows of eight samples.</param>
    /// <param name="stride">The distance of rows in <paramref name="samples"/>.</param>
    internal static void Transform(ReadOnlySpan<int> block, Span<byte> samples, int stride)
    {
        if (Avx2.IsSupported)
        {
            TransformVector(block, samples, stride);
        }
        else
        {
            TransformPlain(block, samples, stride);
        }
    }

    /// <summary>A block of which only the mean is not zero: what the transform gives for it, in one division.</summary>
    internal static void Flat(int mean, Span<byte> samples, int stride)
    {
        var value = Clamp(((mean + 4) >> 3) + 128);
        for (var y = 0; y < 8; y++)
        {
            samples.Slice(y * stride, 8).Fill(value);
        }
    }

    internal static void TransformPlain(ReadOnlySpan<int> block, Span<byte> samples, int stride)
    {
        Span<int> columns = stackalloc int[64];
        Span<int> line = stackalloc int[8];
        for (var x = 0; x < 8; x++)
        {
            Line(block[x..], 8, line, ColumnShift);
            for (var y = 0; y < 8; y++)
            {
                columns[8 * y + x] = line[y];
            }
        }

        for (var y = 0; y < 8; y++)
        {
            Line(columns[(8 * y)..], 1, line, RowShift);
            for (var x = 0; x < 8; x++)
            {
                samples[y * stride + x] = Clamp(line[x] + 128);
            }
        }
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);

    private static void Line(ReadOnlySpan<int> from, int step, Span<int> to, int shift)
    {
        var half = 1 << (shift - 1);
        var (a1, a3) = (from[2 * step], from[6 * step]);
        var turn = (a1 + a3) * C0541196100;
        var (low, high) = (turn - a3 * C1847759065, turn + a1 * C0765366865);
        var (sum, difference) = ((from[0] + from[4 * step]) << ConstantBits, (from[0] - from[4 * step]) << ConstantBits);
        var (e0, e3, e1, e2) = (sum + high + half, sum - high + half, difference + low + half, difference - low + half);

        var (o0, o1, o2, o3) = (from[7 * step], from[5 * step], from[3 * step], from[step]);
        var both = (o0 + o2 + o1 + o3) * C1175875602;
        var z1 = (o0 + o3) * -C0899976223;
        var z2 = (o1 + o2) * -C2562915447;
        var z3 = (o0 + o2) * -C1961570560 + both;
        var z4 = (o1 + o3) * -C0390180644 + both;
        o0 = o0 * C0298631336 + z1 + z3;
        o1 = o1 * C2053119869 + z2 + z4;
        o2 = o2 * C3072711026 + z2 + z3;
        o3 = o3 * C1501321110 + z1 + z4;

        (to[0], to[7]) = ((e0 + o3) >> shift, (e0 - o3) >> shift);
        (to[1], to[6]) = ((e1 + o2) >> shift, (e1 - o2) >> shift);
        (to[2], to[5]) = ((e2 + o1) >> shift, (e2 - o1) >> shift);
        (to[3], to[4]) = ((e3 + o0) >> shift, (e3 - o0) >> shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransformVector(ReadOnlySpan<int> block, Span<byte> samples, int stride)
    {
        ref var source = ref MemoryMarshal.GetReference(block[..64]);
        var r0 = Vector256.LoadUnsafe(ref source, 0);
        var r1 = Vector256.LoadUnsafe(ref source, 8);
        var r2 = Vector256.LoadUnsafe(ref source, 16);
        var r3 = Vector256.LoadUnsafe(ref source, 24);
        var r4 = Vector256.LoadUnsafe(ref source, 32);
        var r5 = Vector256.LoadUnsafe(ref source, 40);
        var r6 = Vector256.LoadUnsafe(ref source, 48);
        var r7 = Vector256.LoadUnsafe(ref source, 56);
        Lines(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ColumnShift);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Lines(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, RowShift);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);

        // Down to 16 and to 8 bits with saturation: the clamp. 128 is added in between. Each pack works within halves of 128 bits, so row
        // a stands in the lower eight bytes of the lower halves, and so on; the shuffle of 64-bit parts puts rows in order.
        var middle = Vector256.Create((short)128);
        var r01 = Avx2.AddSaturate(Avx2.PackSignedSaturate(r0, r1), middle);
        var r23 = Avx2.AddSaturate(Avx2.PackSignedSaturate(r2, r3), middle);
        var r45 = Avx2.AddSaturate(Avx2.PackSignedSaturate(r4, r5), middle);
        var r67 = Avx2.AddSaturate(Avx2.PackSignedSaturate(r6, r7), middle);
        var order = Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7);
        var top = Avx2.PermuteVar8x32(Avx2.PackUnsignedSaturate(r01, r23).AsInt32(), order).AsUInt64();
        var bottom = Avx2.PermuteVar8x32(Avx2.PackUnsignedSaturate(r45, r67).AsInt32(), order).AsUInt64();

        ref var target = ref MemoryMarshal.GetReference(samples[..(7 * stride + 8)]);
        for (var y = 0; y < 4; y++)
        {
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, y * stride), top.GetElement(y));
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, (y + 4) * stride), bottom.GetElement(y));
        }
    }

    /// <summary>What <see cref="Line"/> does, in eight lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lines(
        ref Vector256<int> r0, ref Vector256<int> r1, ref Vector256<int> r2, ref Vector256<int> r3,
        ref Vector256<int> r4, ref Vector256<int> r5, ref Vector256<int> r6, ref Vector256<int> r7, [ConstantExpected] int shift)
    {
        var half = Vector256.Create(1 << (shift - 1));
        var turn = (r2 + r6) * C0541196100;
        var low = turn - r6 * C1847759065;
        var high = turn + r2 * C0765366865;
        var sum = Vector256.ShiftLeft(r0 + r4, ConstantBits) + half;
        var difference = Vector256.ShiftLeft(r0 - r4, ConstantBits) + half;
        var e0 = sum + high;
        var e3 = sum - high;
        var e1 = difference + low;
        var e2 = difference - low;

        var both = (r7 + r3 + r5 + r1) * C1175875602;
        var z1 = (r7 + r1) * -C0899976223;
        var z2 = (r5 + r3) * -C2562915447;
        var z3 = (r7 + r3) * -C1961570560 + both;
        var z4 = (r5 + r1) * -C0390180644 + both;
        var o0 = r7 * C0298631336 + z1 + z3;
        var o1 = r5 * C2053119869 + z2 + z4;
        var o2 = r3 * C3072711026 + z2 + z3;
        var o3 = r1 * C1501321110 + z1 + z4;

        r0 = Vector256.ShiftRightArithmetic(e0 + o3, shift);
        r7 = Vector256.ShiftRightArithmetic(e0 - o3, shift);
        r1 = Vector256.ShiftRightArithmetic(e1 + o2, shift);
        r6 = Vector256.ShiftRightArithmetic(e1 - o2, shift);
        r2 = Vector256.ShiftRightArithmetic(e2 + o1, shift);
        r5 = Vector256.ShiftRightArithmetic(e2 - o1, shift);
        r3 = Vector256.ShiftRightArithmetic(e3 + o0, shift);
        r4 = Vector256.ShiftRightArithmetic(e3 - o0, shift);
    }

    /// <summary>Rows become columns: pairs of lanes are exchanged at distance one, then two, then four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector256<int> r0, ref Vector256<int> r1, ref Vector256<int> r2, ref Vector256<int> r3,
        ref Vector256<int> r4, ref Vector256<int> r5, ref Vector256<int> r6, ref Vector256<int> r7)
    {
        var a0 = Avx2.UnpackLow(r0, r1).AsInt64();
        var a1 = Avx2.UnpackHigh(r0, r1).AsInt64();
        var a2 = Avx2.UnpackLow(r2, r3).AsInt64();
        var a3 = Avx2.UnpackHigh(r2, r3).AsInt64();
        var a4 = Avx2.UnpackLow(r4, r5).AsInt64();
        var a5 = Avx2.UnpackHigh(r4, r5).AsInt64();
        var a6 = Avx2.UnpackLow(r6, r7).AsInt64();
        var a7 = Avx2.UnpackHigh(r6, r7).AsInt64();
        var b0 = Avx2.UnpackLow(a0, a2).AsInt32();
        var b1 = Avx2.UnpackHigh(a0, a2).AsInt32();
        var b2 = Avx2.UnpackLow(a1, a3).AsInt32();
        var b3 = Avx2.UnpackHigh(a1, a3).AsInt32();
        var b4 = Avx2.UnpackLow(a4, a6).AsInt32();
        var b5 = Avx2.UnpackHigh(a4, a6).AsInt32();
        var b6 = Avx2.UnpackLow(a5, a7).AsInt32();
        var b7 = Avx2.UnpackHigh(a5, a7).AsInt32();
        r0 = Avx2.Permute2x128(b0, b4, 0x20);
        r1 = Avx2.Permute2x128(b1, b5, 0x20);
        r2 = Avx2.Permute2x128(b2, b6, 0x20);
        r3 = Avx2.Permute2x128(b3, b7, 0x20);
        r4 = Avx2.Permute2x128(b0, b4, 0x31);
        r5 = Avx2.Permute2x128(b1, b5, 0x31);
        r6 = Avx2.Permute2x128(b2, b6, 0x31);
        r7 = Avx2.Permute2x128(b3, b7, 0x31);
    }
}
