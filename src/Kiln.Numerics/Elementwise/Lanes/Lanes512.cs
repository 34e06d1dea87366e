using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>Sixteen floats or eight doubles in a register of 512 bits.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="value">The register.</param>
public readonly unsafe struct Lanes512<T>(Vector512<T> value) : IFloatLanes<Lanes512<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The register.</summary>
    internal readonly Vector512<T> Value = value;

    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(Inline)]
        get => Vector512<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> Constant(double value) =>
        typeof(T) == typeof(float) ? Of(Vector512.Create((float)value)) : Of(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> Broadcast(T value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> Load(T* source) => new(Vector512.Load(source));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void Store(Lanes512<T> value, T* destination) => value.Value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> LoadMask(byte* source) => typeof(T) == typeof(float)
        ? Of((~Vector512.Equals(MaskBytes.Widen16(source), Vector512<int>.Zero)).AsSingle())
        : Of((~Vector512.Equals(MaskBytes.Widen8ToInt64(source), Vector512<long>.Zero)).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static void StoreMask(Lanes512<T> mask, byte* destination) =>
        MaskBytes.Store((uint)mask.Value.ExtractMostSignificantBits(), Vector512<T>.Count, destination);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> operator +(Lanes512<T> x, Lanes512<T> y) => new(x.Value + y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> operator -(Lanes512<T> x, Lanes512<T> y) => new(x.Value - y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> operator *(Lanes512<T> x, Lanes512<T> y) => new(x.Value * y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> operator /(Lanes512<T> x, Lanes512<T> y) => new(x.Value / y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> operator -(Lanes512<T> x) => new(-x.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> operator &(Lanes512<T> x, Lanes512<T> y) => new(x.Value & y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> operator |(Lanes512<T> x, Lanes512<T> y) => new(x.Value | y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> operator ^(Lanes512<T> x, Lanes512<T> y) => new(x.Value ^ y.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> operator ~(Lanes512<T> x) => new(~x.Value);

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> MultiplyAdd(Lanes512<T> x, Lanes512<T> y, Lanes512<T> z) => typeof(T) == typeof(float)
        ? Of(Vector512.MultiplyAddEstimate(x.Value.AsSingle(), y.Value.AsSingle(), z.Value.AsSingle()))
        : Of(Vector512.MultiplyAddEstimate(x.Value.AsDouble(), y.Value.AsDouble(), z.Value.AsDouble()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> Min(Lanes512<T> x, Lanes512<T> y) => new(Vector512.Min(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> Max(Lanes512<T> x, Lanes512<T> y) => new(Vector512.Max(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> MinFast(Lanes512<T> x, Lanes512<T> y) => new(Vector512.MinNative(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> MaxFast(Lanes512<T> x, Lanes512<T> y) => new(Vector512.MaxNative(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> Sqrt(Lanes512<T> x) => new(Vector512.Sqrt(x.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> Abs(Lanes512<T> x) => new(Vector512.Abs(x.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> Floor(Lanes512<T> x) =>
        typeof(T) == typeof(float) ? Of(Vector512.Floor(x.Value.AsSingle())) : Of(Vector512.Floor(x.Value.AsDouble()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> Ceiling(Lanes512<T> x) =>
        typeof(T) == typeof(float) ? Of(Vector512.Ceiling(x.Value.AsSingle())) : Of(Vector512.Ceiling(x.Value.AsDouble()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> Round(Lanes512<T> x) =>
        typeof(T) == typeof(float) ? Of(Vector512.Round(x.Value.AsSingle())) : Of(Vector512.Round(x.Value.AsDouble()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> Truncate(Lanes512<T> x) =>
        typeof(T) == typeof(float) ? Of(Vector512.Truncate(x.Value.AsSingle())) : Of(Vector512.Truncate(x.Value.AsDouble()));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> CopySign(Lanes512<T> magnitude, Lanes512<T> sign)
    {
        var signBit = Vector512.Create(T.NegativeZero);
        return new(Vector512.ConditionalSelect(signBit, sign.Value, magnitude.Value));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> LessThan(Lanes512<T> x, Lanes512<T> y) => new(Vector512.LessThan(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> LessThanOrEqual(Lanes512<T> x, Lanes512<T> y) => new(Vector512.LessThanOrEqual(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> Equal(Lanes512<T> x, Lanes512<T> y) => new(Vector512.Equals(x.Value, y.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> Select(Lanes512<T> mask, Lanes512<T> whenTrue, Lanes512<T> whenFalse) =>
        new(Vector512.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value));

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static bool Any(Lanes512<T> mask) => mask.Value.ExtractMostSignificantBits() != 0;

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> Scale(Lanes512<T> x, Lanes512<T> n)
    {
        if (Avx512F.IsSupported)
        {
            return typeof(T) == typeof(float)
                ? Of(Avx512F.Scale(x.Value.AsSingle(), n.Value.AsSingle()))
                : Of(Avx512F.Scale(x.Value.AsDouble(), n.Value.AsDouble()));
        }

        // 2ⁿ itself may leave the range where x · 2ⁿ does not: multiply by two halves of it. The first product is exact.
        var half = Floor(n * Constant(0.5));
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> Exponent(Lanes512<T> x, out Lanes512<T> mantissa)
    {
        // Moving the bits of √½ to those of 1 makes the exponent field step at √½ · 2ᵉ.
        if (typeof(T) == typeof(float))
        {
            var bits = x.Value.AsInt32() + Vector512.Create(0x3F80_0000 - 0x3F35_04F3);
            mantissa = Of(((bits & Vector512.Create(0x007F_FFFF)) + Vector512.Create(0x3F35_04F3)).AsSingle());
            return Of(Vector512.ConvertToSingle((bits >> 23) - Vector512.Create(127)));
        }
        else
        {
            var bits = x.Value.AsInt64() + Vector512.Create(0x3FF0_0000_0000_0000 - 0x3FE6_A09E_667F_3BCD);
            mantissa = Of(((bits & Vector512.Create(0x000F_FFFF_FFFF_FFFF)) + Vector512.Create(0x3FE6_A09E_667F_3BCD)).AsDouble());

            // x is positive, so the field is at most 2047: or-ing it into the significand of 2⁵² and subtracting 2⁵² converts it.
            var field = (bits >>> 52) | Vector512.Create(0x4330_0000_0000_0000);
            return Of(field.AsDouble() - Vector512.Create(4503599627370496.0 + 1023));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> UpperHalf(Lanes512<T> x) => typeof(T) == typeof(float)
        ? Of((x.Value.AsInt32() & Vector512.Create(~0xFFF)).AsSingle())
        : Of((x.Value.AsInt64() & Vector512.Create(~0x7FF_FFFFL)).AsDouble());

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static Lanes512<T> PowerOfPositive(Lanes512<T> x, Lanes512<T> y)
    {
        if (typeof(T) == typeof(double))
        {
            return Of(LaneMath.PowerInTwoParts<Lanes512<double>>(new(x.Value.AsDouble()), new(y.Value.AsDouble())).Value);
        }

        var (xLow, xHigh) = Vector512.Widen(x.Value.AsSingle());
        var (yLow, yHigh) = Vector512.Widen(y.Value.AsSingle());
        var low = LaneMath.ExpOfProductWithLog<Lanes512<double>>(new(xLow), new(yLow));
        var high = LaneMath.ExpOfProductWithLog<Lanes512<double>>(new(xHigh), new(yHigh));
        return Of(Vector512.Narrow(low.Value, high.Value));
    }

    /// <inheritdoc/>
    [MethodImpl(Inline)]
    public static T Sum(Lanes512<T> x) => Lanes256<T>.Sum(new(x.Value.GetLower() + x.Value.GetUpper()));

    // 2ⁿ for n in the normal range: added to 1.5 times the last power of two with fractions, n + bias lies in the low bits of the
    // significand, from where a shift puts it into the exponent field.
    [MethodImpl(Inline)]
    private static Lanes512<T> PowerOfTwo(Lanes512<T> n) => typeof(T) == typeof(float)
        ? Of(((n.Value.AsSingle() + Vector512.Create(12582912f + 127)).AsInt32() << 23).AsSingle())
        : Of(((n.Value.AsDouble() + Vector512.Create(6755399441055744.0 + 1023)).AsInt64() << 52).AsDouble());

    [MethodImpl(Inline)]
    private static Lanes512<T> Of(Vector512<float> value) => new(value.As<float, T>());

    [MethodImpl(Inline)]
    private static Lanes512<T> Of(Vector512<double> value) => new(value.As<double, T>());
}
