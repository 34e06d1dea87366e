using System.Globalization;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// The brain floating-point format: sign, 8 exponent bits, 7 fraction bits; the upper half of a float32. For storage: compute in
/// <see cref="float"/>.
/// </summary>
public readonly struct BFloat16 : IEquatable<BFloat16>, IComparable<BFloat16>, IFormattable
{
    private readonly ushort _bits;

    private BFloat16(ushort bits) => _bits = bits;

    /// <summary>The 16 bits of the value.</summary>
    public ushort Bits => _bits;

    /// <summary>Rounds to the nearest value, ties to even; NaN stays NaN, and what is too large becomes infinite.</summary>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static explicit operator BFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if ((bits & 0x7FFF_FFFF) > 0x7F80_0000)
        {
            return new BFloat16((ushort)(bits >> 16 | 0x40)); // a quiet NaN, so that its fraction cannot become zero
        }

        return new BFloat16((ushort)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16));
    }

    /// <summary>Rounds to the nearest value by way of float32.</summary>
    /// <param name="value">The value.</param>
    public static explicit operator BFloat16(double value) => (BFloat16)(float)value;

    /// <summary>The same value, exactly.</summary>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value._bits << 16);

    /// <summary>True when equal as numbers.</summary>
    public static bool operator ==(BFloat16 left, BFloat16 right) => (float)left == right;

    /// <summary>True when not equal as numbers.</summary>
    public static bool operator !=(BFloat16 left, BFloat16 right) => (float)left != right;

    /// <summary>True when the left is smaller.</summary>
    public static bool operator <(BFloat16 left, BFloat16 right) => (float)left < right;

    /// <summary>True when the left is larger.</summary>
    public static bool operator >(BFloat16 left, BFloat16 right) => (float)left > right;

    /// <summary>True when the left is not larger.</summary>
    public static bool operator <=(BFloat16 left, BFloat16 right) => (float)left <= right;

    /// <summary>True when the left is not smaller.</summary>
    public static bool operator >=(BFloat16 left, BFloat16 right) => (float)left >= right;

    /// <summary>The value of 16 bits.</summary>
    /// <param name="bits">Sign, exponent and fraction.</param>
    public static BFloat16 FromBits(ushort bits) => new(bits);

    /// <inheritdoc/>
    public bool Equals(BFloat16 other) => ((float)this).Equals(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(BFloat16 other) => ((float)this).CompareTo(other);

    /// <inheritdoc/>
    public override string ToString() => ((float)this).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ((float)this).ToString(format, formatProvider);
}
