using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>Four floats or two doubles in a register of 128 bits.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="value">The register.</param>
public readonly unsafe struct Lanes128<T>(Vector128<T> value) : IFloatLanes<Lanes128<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The register.</summary>
    internal readonly Vector128<T> Value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(Inline)]
        get => Vector128<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> Constant(double value) =>
        typeof(T) == typeof(float) ? Of(Vector128.Create((float)value)) : Of(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> Broadcast(T value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> Load(T* source) => new(Vector128.Load(source));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void Store(Lanes128<T> value, T* destination) => value.Value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> LoadMask(byte* source) => typeof(T) == typeof(float)
        ? Of((~Vector128.Equals(MaskBytes.Widen4(source), Vector128<int>.Zero)).AsSingle())
        : Of((~Vector128.Equals(MaskBytes.Widen2ToInt64(source), Vector128<long>.Zero)).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void StoreMask(Lanes128<T> mask, byte* destination) =>
        MaskBytes.Store(mask.Value.ExtractMostSignificantBits(), Vector128<T>.Count, destination);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> operator +(Lanes128<T> x, Lanes128<T> y) => new(x.Value + y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> operator -(Lanes128<T> x, Lanes128<T> y) => new(x.Value - y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> operator *(Lanes128<T> x, Lanes128<T> y) => new(x.Value * y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> operator /(Lanes128<T> x, Lanes128<T> y) => new(x.Value / y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> operator -(Lanes128<T> x) => new(-x.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> operator &(Lanes128<T> x, Lanes128<T> y) => new(x.Value & y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> operator |(Lanes128<T> x, Lanes128<T> y) => new(x.Value | y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> operator ^(Lanes128<T> x, Lanes128<T> y) => new(x.Value ^ y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> operator ~(Lanes128<T> x) => new(~x.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> MultiplyAdd(Lanes128<T> x, Lanes128<T> y, Lanes128<T> z) => typeof(T) == typeof(float)
        ? Of(Vector128.MultiplyAddEstimate(x.Value.AsSingle(), y.Value.AsSingle(), z.Value.AsSingle()))
        : Of(Vector128.MultiplyAddEstimate(x.Value.AsDouble(), y.Value.AsDouble(), z.Value.AsDouble()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> Min(Lanes128<T> x, Lanes128<T> y) => new(Vector128.Min(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> Max(Lanes128<T> x, Lanes128<T> y) => new(Vector128.Max(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> MinFast(Lanes128<T> x, Lanes128<T> y) => new(Vector128.MinNative(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> MaxFast(Lanes128<T> x, Lanes128<T> y) => new(Vector128.MaxNative(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> Sqrt(Lanes128<T> x) => new(Vector128.Sqrt(x.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> Abs(Lanes128<T> x) => new(Vector128.Abs(x.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> Floor(Lanes128<T> x) =>
        typeof(T) == typeof(float) ? Of(Vector128.Floor(x.Value.AsSingle())) : Of(Vector128.Floor(x.Value.AsDouble()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> Ceiling(Lanes128<T> x) =>
        typeof(T) == typeof(float) ? Of(Vector128.Ceiling(x.Value.AsSingle())) : Of(Vector128.Ceiling(x.Value.AsDouble()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> Round(Lanes128<T> x) =>
        typeof(T) == typeof(float) ? Of(Vector128.Round(x.Value.AsSingle())) : Of(Vector128.Round(x.Value.AsDouble()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> Truncate(Lanes128<T> x) =>
        typeof(T) == typeof(float) ? Of(Vector128.Truncate(x.Value.AsSingle())) : Of(Vector128.Truncate(x.Value.AsDouble()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> CopySign(Lanes128<T> magnitude, Lanes128<T> sign)
    {
        var signBit = Vector128.Create(T.NegativeZero);
        return new(Vector128.ConditionalSelect(signBit, sign.Value, magnitude.Value));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> LessThan(Lanes128<T> x, Lanes128<T> y) => new(Vector128.LessThan(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> LessThanOrEqual(Lanes128<T> x, Lanes128<T> y) => new(Vector128.LessThanOrEqual(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> Equal(Lanes128<T> x, Lanes128<T> y) => new(Vector128.Equals(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> Select(Lanes128<T> mask, Lanes128<T> whenTrue, Lanes128<T> whenFalse) =>
        new(Vector128.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static bool Any(Lanes128<T> mask) => mask.Value.ExtractMostSignificantBits() != 0;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> Scale(Lanes128<T> x, Lanes128<T> n)
    {
        // 2ⁿ itself may leave the range where x · 2ⁿ does not: multiply by two halves of it. The first product is exact.
        var half = Floor(n * Constant(0.5));
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> Exponent(Lanes128<T> x, out Lanes128<T> mantissa)
    {
        // Moving the bits of √½ to those of 1 makes the exponent field step at √½ · 2ᵉ.
        if (typeof(T) == typeof(float))
        {
            var bits = x.Value.AsInt32() + Vector128.Create(0x3F80_0000 - 0x3F35_04F3);
            mantissa = Of(((bits & Vector128.Create(0x007F_FFFF)) + Vector128.Create(0x3F35_04F3)).AsSingle());
            return Of(Vector128.ConvertToSingle((bits >> 23) - Vector128.Create(127)));
        }
        else
        {
            var bits = x.Value.AsInt64() + Vector128.Create(0x3FF0_0000_0000_0000 - 0x3FE6_A09E_667F_3BCD);
            mantissa = Of(((bits & Vector128.Create(0x000F_FFFF_FFFF_FFFF)) + Vector128.Create(0x3FE6_A09E_667F_3BCD)).AsDouble());

            // x is positive, so the field is at most 2047: or-ing it into the significand of 2⁵² and subtracting 2⁵² converts it.
            var field = (bits >>> 52) | Vector128.Create(0x4330_0000_0000_0000);
            return Of(field.AsDouble() - Vector128.Create(4503599627370496.0 + 1023));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> UpperHalf(Lanes128<T> x) => typeof(T) == typeof(float)
        ? Of((x.Value.AsInt32() & Vector128.Create(~0xFFF)).AsSingle())
        : Of((x.Value.AsInt64() & Vector128.Create(~0x7FF_FFFFL)).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes128<T> PowerOfPositive(Lanes128<T> x, Lanes128<T> y)
    {
        if (typeof(T) == typeof(double))
        {
            return Of(LaneMath.PowerInTwoParts<Lanes128<double>>(new(x.Value.AsDouble()), new(y.Value.AsDouble())).Value);
        }

        var (xLow, xHigh) = Vector128.Widen(x.Value.AsSingle());
        var (yLow, yHigh) = Vector128.Widen(y.Value.AsSingle());
        var low = LaneMath.ExpOfProductWithLog<Lanes128<double>>(new(xLow), new(yLow));
        var high = LaneMath.ExpOfProductWithLog<Lanes128<double>>(new(xHigh), new(yHigh));
        return Of(Vector128.Narrow(low.Value, high.Value));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static T Sum(Lanes128<T> x) => Vector128.Sum(x.Value);

    // 2ⁿ for n in the normal range: added to 1.5 times the last power of two with fractions, n + bias lies in the low bits of the
    // significand, from where a shift puts it into the exponent field.
    [MethodImpl(Inline)]
    private static Lanes128<T> PowerOfTwo(Lanes128<T> n) => typeof(T) == typeof(float)
        ? Of(((n.Value.AsSingle() + Vector128.Create(12582912f + 127)).AsInt32() << 23).AsSingle())
        : Of(((n.Value.AsDouble() + Vector128.Create(6755399441055744.0 + 1023)).AsInt64() << 52).AsDouble());

    [MethodImpl(Inline)]
    private static Lanes128<T> Of(Vector128<float> value) => new(value.As<float, T>());

    [MethodImpl(Inline)]
    private static Lanes128<T> Of(Vector128<double> value) => new(value.As<double, T>());
}
