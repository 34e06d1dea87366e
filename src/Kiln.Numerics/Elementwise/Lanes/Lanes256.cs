using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>Eight floats or four doubles in a register of 256 bits.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="value">The register.</param>
public readonly unsafe struct Lanes256<T>(Vector256<T> value) : IFloatLanes<Lanes256<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The register.</summary>
    internal readonly Vector256<T> Value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(Inline)]
        get => Vector256<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> Constant(double value) =>
        typeof(T) == typeof(float) ? Of(Vector256.Create((float)value)) : Of(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> Broadcast(T value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> Load(T* source) => new(Vector256.Load(source));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void Store(Lanes256<T> value, T* destination) => value.Value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> LoadMask(byte* source) => typeof(T) == typeof(float)
        ? Of((~Vector256.Equals(MaskBytes.Widen8(source), Vector256<int>.Zero)).AsSingle())
        : Of((~Vector256.Equals(MaskBytes.Widen4ToInt64(source), Vector256<long>.Zero)).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void StoreMask(Lanes256<T> mask, byte* destination) =>
        MaskBytes.Store(mask.Value.ExtractMostSignificantBits(), Vector256<T>.Count, destination);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> operator +(Lanes256<T> x, Lanes256<T> y) => new(x.Value + y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> operator -(Lanes256<T> x, Lanes256<T> y) => new(x.Value - y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> operator *(Lanes256<T> x, Lanes256<T> y) => new(x.Value * y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> operator /(Lanes256<T> x, Lanes256<T> y) => new(x.Value / y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> operator -(Lanes256<T> x) => new(-x.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> operator &(Lanes256<T> x, Lanes256<T> y) => new(x.Value & y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> operator |(Lanes256<T> x, Lanes256<T> y) => new(x.Value | y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> operator ^(Lanes256<T> x, Lanes256<T> y) => new(x.Value ^ y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> operator ~(Lanes256<T> x) => new(~x.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> MultiplyAdd(Lanes256<T> x, Lanes256<T> y, Lanes256<T> z) => typeof(T) == typeof(float)
        ? Of(Vector256.MultiplyAddEstimate(x.Value.AsSingle(), y.Value.AsSingle(), z.Value.AsSingle()))
        : Of(Vector256.MultiplyAddEstimate(x.Value.AsDouble(), y.Value.AsDouble(), z.Value.AsDouble()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> Min(Lanes256<T> x, Lanes256<T> y) => new(Vector256.Min(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> Max(Lanes256<T> x, Lanes256<T> y) => new(Vector256.Max(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> MinFast(Lanes256<T> x, Lanes256<T> y) => new(Vector256.MinNative(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> MaxFast(Lanes256<T> x, Lanes256<T> y) => new(Vector256.MaxNative(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> Sqrt(Lanes256<T> x) => new(Vector256.Sqrt(x.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> Abs(Lanes256<T> x) => new(Vector256.Abs(x.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> Floor(Lanes256<T> x) =>
        typeof(T) == typeof(float) ? Of(Vector256.Floor(x.Value.AsSingle())) : Of(Vector256.Floor(x.Value.AsDouble()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> Ceiling(Lanes256<T> x) =>
        typeof(T) == typeof(float) ? Of(Vector256.Ceiling(x.Value.AsSingle())) : Of(Vector256.Ceiling(x.Value.AsDouble()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> Round(Lanes256<T> x) =>
        typeof(T) == typeof(float) ? Of(Vector256.Round(x.Value.AsSingle())) : Of(Vector256.Round(x.Value.AsDouble()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> Truncate(Lanes256<T> x) =>
        typeof(T) == typeof(float) ? Of(Vector256.Truncate(x.Value.AsSingle())) : Of(Vector256.Truncate(x.Value.AsDouble()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> CopySign(Lanes256<T> magnitude, Lanes256<T> sign)
    {
        var signBit = Vector256.Create(T.NegativeZero);
        return new(Vector256.ConditionalSelect(signBit, sign.Value, magnitude.Value));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> LessThan(Lanes256<T> x, Lanes256<T> y) => new(Vector256.LessThan(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> LessThanOrEqual(Lanes256<T> x, Lanes256<T> y) => new(Vector256.LessThanOrEqual(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> Equal(Lanes256<T> x, Lanes256<T> y) => new(Vector256.Equals(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> Select(Lanes256<T> mask, Lanes256<T> whenTrue, Lanes256<T> whenFalse) =>
        new(Vector256.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static bool Any(Lanes256<T> mask) => mask.Value.ExtractMostSignificantBits() != 0;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> Scale(Lanes256<T> x, Lanes256<T> n)
    {
        // 2ⁿ itself may leave the range where x · 2ⁿ does not: multiply by two halves of it. The first product is exact.
        var half = Floor(n * Constant(0.5));
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> Exponent(Lanes256<T> x, out Lanes256<T> mantissa)
    {
        // Moving the bits of √½ to those of 1 makes the exponent field step at √½ · 2ᵉ.
        if (typeof(T) == typeof(float))
        {
            var bits = x.Value.AsInt32() + Vector256.Create(0x3F80_0000 - 0x3F35_04F3);
            mantissa = Of(((bits & Vector256.Create(0x007F_FFFF)) + Vector256.Create(0x3F35_04F3)).AsSingle());
            return Of(Vector256.ConvertToSingle((bits >> 23) - Vector256.Create(127)));
        }
        else
        {
            var bits = x.Value.AsInt64() + Vector256.Create(0x3FF0_0000_0000_0000 - 0x3FE6_A09E_667F_3BCD);
            mantissa = Of(((bits & Vector256.Create(0x000F_FFFF_FFFF_FFFF)) + Vector256.Create(0x3FE6_A09E_667F_3BCD)).AsDouble());

            // x is positive, so the field is at most 2047: or-ing it into the significand of 2⁵² and subtracting 2⁵² converts it.
            var field = (bits >>> 52) | Vector256.Create(0x4330_0000_0000_0000);
            return Of(field.AsDouble() - Vector256.Create(4503599627370496.0 + 1023));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> UpperHalf(Lanes256<T> x) => typeof(T) == typeof(float)
        ? Of((x.Value.AsInt32() & Vector256.Create(~0xFFF)).AsSingle())
        : Of((x.Value.AsInt64() & Vector256.Create(~0x7FF_FFFFL)).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes256<T> PowerOfPositive(Lanes256<T> x, Lanes256<T> y)
    {
        if (typeof(T) == typeof(double))
        {
            return Of(LaneMath.PowerInTwoParts<Lanes256<double>>(new(x.Value.AsDouble()), new(y.Value.AsDouble())).Value);
        }

        var (xLow, xHigh) = Vector256.Widen(x.Value.AsSingle());
        var (yLow, yHigh) = Vector256.Widen(y.Value.AsSingle());
        var low = LaneMath.ExpOfProductWithLog<Lanes256<double>>(new(xLow), new(yLow));
        var high = LaneMath.ExpOfProductWithLog<Lanes256<double>>(new(xHigh), new(yHigh));
        return Of(Vector256.Narrow(low.Value, high.Value));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static T Sum(Lanes256<T> x) => Lanes128<T>.Sum(new(x.Value.GetLower() + x.Value.GetUpper()));

    // 2ⁿ for n in the normal range: added to 1.5 times the last power of two with fractions, n + bias lies in the low bits of the
    // significand, from where a shift puts it into the exponent field.
    [MethodImpl(Inline)]
    private static Lanes256<T> PowerOfTwo(Lanes256<T> n) => typeof(T) == typeof(float)
        ? Of(((n.Value.AsSingle() + Vector256.Create(12582912f + 127)).AsInt32() << 23).AsSingle())
        : Of(((n.Value.AsDouble() + Vector256.Create(6755399441055744.0 + 1023)).AsInt64() << 52).AsDouble());

    [MethodImpl(Inline)]
    private static Lanes256<T> Of(Vector256<float> value) => new(value.As<float, T>());

    [MethodImpl(Inline)]
    private static Lanes256<T> Of(Vector256<double> value) => new(value.As<double, T>());
}
