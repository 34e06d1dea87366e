using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>One float or double: what the other lanes do, for processors without vector instructions and as their reference.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="value">The number.</param>
public readonly unsafe struct Lanes1<T>(T value) : IFloatLanes<Lanes1<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The number.</summary>
    internal readonly T Value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(Inline)]
        get => 1;
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> Constant(double value) =>
        new(typeof(T) == typeof(float) ? Unsafe.BitCast<float, T>((float)value) : Unsafe.BitCast<double, T>(value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> Broadcast(T value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> Load(T* source) => new(*source);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void Store(Lanes1<T> value, T* destination) => *destination = value.Value;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> LoadMask(byte* source) => Mask(*source != 0);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void StoreMask(Lanes1<T> mask, byte* destination) => *destination = (byte)(Bits(mask) & 1);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> operator +(Lanes1<T> x, Lanes1<T> y) => new(x.Value + y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> operator -(Lanes1<T> x, Lanes1<T> y) => new(x.Value - y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> operator *(Lanes1<T> x, Lanes1<T> y) => new(x.Value * y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> operator /(Lanes1<T> x, Lanes1<T> y) => new(x.Value / y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> operator -(Lanes1<T> x) => new(-x.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> operator &(Lanes1<T> x, Lanes1<T> y) => FromBits(Bits(x) & Bits(y));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> operator |(Lanes1<T> x, Lanes1<T> y) => FromBits(Bits(x) | Bits(y));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> operator ^(Lanes1<T> x, Lanes1<T> y) => FromBits(Bits(x) ^ Bits(y));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> operator ~(Lanes1<T> x) => FromBits(~Bits(x));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> MultiplyAdd(Lanes1<T> x, Lanes1<T> y, Lanes1<T> z) => new(T.MultiplyAddEstimate(x.Value, y.Value, z.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> Min(Lanes1<T> x, Lanes1<T> y) => new(T.Min(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> Max(Lanes1<T> x, Lanes1<T> y) => new(T.Max(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> MinFast(Lanes1<T> x, Lanes1<T> y) => x.Value < y.Value ? x : y;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> MaxFast(Lanes1<T> x, Lanes1<T> y) => x.Value > y.Value ? x : y;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> Sqrt(Lanes1<T> x) => new(T.Sqrt(x.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> Abs(Lanes1<T> x) => new(T.Abs(x.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> Floor(Lanes1<T> x) => new(T.Floor(x.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> Ceiling(Lanes1<T> x) => new(T.Ceiling(x.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> Round(Lanes1<T> x) => new(T.Round(x.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> Truncate(Lanes1<T> x) => new(T.Truncate(x.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> CopySign(Lanes1<T> magnitude, Lanes1<T> sign) => new(T.CopySign(magnitude.Value, sign.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> LessThan(Lanes1<T> x, Lanes1<T> y) => Mask(x.Value < y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> LessThanOrEqual(Lanes1<T> x, Lanes1<T> y) => Mask(x.Value <= y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> Equal(Lanes1<T> x, Lanes1<T> y) => Mask(x.Value == y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> Select(Lanes1<T> mask, Lanes1<T> whenTrue, Lanes1<T> whenFalse) =>
        FromBits((Bits(mask) & Bits(whenTrue)) | (~Bits(mask) & Bits(whenFalse)));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static bool Any(Lanes1<T> mask) => Bits(mask) != 0;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> Scale(Lanes1<T> x, Lanes1<T> n)
    {
        // See Lanes512: two exact powers of two whose product is 2ⁿ.
        var half = Floor(n * Constant(0.5));
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> Exponent(Lanes1<T> x, out Lanes1<T> mantissa)
    {
        // See Lanes512: the exponent field of the bits moved by 1 − √½ steps at √½ · 2ᵉ.
        if (typeof(T) == typeof(float))
        {
            var bits = (int)Bits(x) + (0x3F80_0000 - 0x3F35_04F3);
            mantissa = FromBits((bits & 0x007F_FFFF) + 0x3F35_04F3);
            return Constant((bits >> 23) - 127);
        }
        else
        {
            var bits = Bits(x) + (0x3FF0_0000_0000_0000 - 0x3FE6_A09E_667F_3BCD);
            mantissa = FromBits((bits & 0x000F_FFFF_FFFF_FFFF) + 0x3FE6_A09E_667F_3BCD);
            return Constant((bits >> 52) - 1023);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> UpperHalf(Lanes1<T> x) => FromBits(Bits(x) & (typeof(T) == typeof(float) ? ~0xFFFL : ~0x7FF_FFFFL));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes1<T> PowerOfPositive(Lanes1<T> x, Lanes1<T> y) => new(T.Pow(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static T Sum(Lanes1<T> x) => x.Value;

    [MethodImpl(Inline)]
    private static Lanes1<T> PowerOfTwo(Lanes1<T> n) => typeof(T) == typeof(float)
        ? FromBits((int)(Unsafe.BitCast<T, float>(n.Value) + 127) << 23)
        : FromBits((long)(Unsafe.BitCast<T, double>(n.Value) + 1023) << 52);

    [MethodImpl(Inline)]
    private static Lanes1<T> Mask(bool holds) => FromBits(holds ? -1 : 0);

    [MethodImpl(Inline)]
    private static long Bits(Lanes1<T> x) =>
        typeof(T) == typeof(float) ? Unsafe.BitCast<T, int>(x.Value) : Unsafe.BitCast<T, long>(x.Value);

    [MethodImpl(Inline)]
    private static Lanes1<T> FromBits(long bits) =>
        new(typeof(T) == typeof(float) ? Unsafe.BitCast<int, T>((int)bits) : Unsafe.BitCast<long, T>(bits));
}
