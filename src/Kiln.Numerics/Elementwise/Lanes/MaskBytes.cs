using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>The way between a mask of lanes and truth values of one byte each.</summary>
internal static unsafe class MaskBytes
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Writes bit i as a byte 0 or 1 at i, for <paramref name="count"/> = 2, 4, 8 or 16 bits.</summary>
    [MethodImpl(Inline)]
    public static void Store(uint bits, int count, byte* destination)
    {
        if (count == 16)
        {
            Unsafe.WriteUnaligned(destination, Spread(bits & 0xFF));
            Unsafe.WriteUnaligned(destination + 8, Spread(bits >> 8));
        }
        else if (count == 8)
        {
            Unsafe.WriteUnaligned(destination, Spread(bits));
        }
        else if (count == 4)
        {
            Unsafe.WriteUnaligned(destination, (uint)Spread(bits));
        }
        else
        {
            Unsafe.WriteUnaligned(destination, (ushort)Spread(bits));
        }
    }

    [MethodImpl(Inline)]
    public static Vector512<int> Widen16(byte* source) => Vector512.Create(Widen8(source), Widen8(source + 8));

    [MethodImpl(Inline)]
    public static Vector256<int> Widen8(byte* source) => Avx2.IsSupported
        ? Avx2.ConvertToVector256Int32(source)
        : Vector256.Create(Widen4(source), Widen4(source + 4));

    [MethodImpl(Inline)]
    public static Vector128<int> Widen4(byte* source) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(source)).AsByte())).AsInt32();

    [MethodImpl(Inline)]
    public static Vector512<long> Widen8ToInt64(byte* source) => Vector512.Create(Widen4ToInt64(source), Widen4ToInt64(source + 4));

    [MethodImpl(Inline)]
    public static Vector256<long> Widen4ToInt64(byte* source) => Vector256.Create(Widen2ToInt64(source), Widen2ToInt64(source + 2));

    [MethodImpl(Inline)]
    public static Vector128<long> Widen2ToInt64(byte* source) => Vector128.Create((long)source[0], source[1]);

    // Bit i goes to bit 8 i. Without the instruction: copy the byte eight times, keep bit i in copy i, and turn "not zero" into one.
    [MethodImpl(Inline)]
    private static ulong Spread(uint bits)
    {
        if (Bmi2.X64.IsSupported)
        {
            return Bmi2.X64.ParallelBitDeposit(bits, 0x0101_0101_0101_0101);
        }

        var kept = (bits * 0x0101_0101_0101_0101UL) & 0x8040_2010_0804_0201;
        return ((kept + 0x7F7F_7F7F_7F7F_7F7F) >> 7) & 0x0101_0101_0101_0101;
    }
}
