using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// Some float32 or float64 numbers that one instruction treats at once: 16, 8, 4 or (in the scalar form) one float. A function written
/// once over <typeparamref name="TSelf"/> thereby exists for every instruction set.
/// </summary>
/// <typeparam name="TSelf">The lanes: <see cref="Lanes512{T}"/>, <see cref="Lanes256{T}"/>, <see cref="Lanes128{T}"/> or <see cref="Lanes1{T}"/>.</typeparam>
/// <typeparam name="T">What a lane holds: <see cref="float"/> or <see cref="double"/>, nothing else.</typeparam>
/// <remarks>
/// There is no branching per lane. A comparison gives a mask, whose lanes are all ones where it holds and all zeros elsewhere, and
/// <see cref="Select"/> takes each lane from one of two results that were both computed. All members are inlined to one or a few
/// instructions; the JIT sees through the wrapper struct.
/// </remarks>
public unsafe interface IFloatLanes<TSelf, T>
    where TSelf : unmanaged, IFloatLanes<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The number of lanes.</summary>
    public static abstract int Count { get; }

    /// <summary>A constant in every lane, rounded to the lane's type.</summary>
    public static abstract TSelf Constant(double value);

    /// <summary>A value in every lane.</summary>
    public static abstract TSelf Broadcast(T value);

    /// <summary>Reads <see cref="Count"/> numbers; no alignment is needed.</summary>
    public static abstract TSelf Load(T* source);

    /// <summary>Writes <see cref="Count"/> numbers; no alignment is needed.</summary>
    public static abstract void Store(TSelf value, T* destination);

    /// <summary>Reads <see cref="Count"/> bytes and gives a mask that holds where they are not zero.</summary>
    public static abstract TSelf LoadMask(byte* source);

    /// <summary>Writes a mask as <see cref="Count"/> bytes of 1 and 0.</summary>
    public static abstract void StoreMask(TSelf mask, byte* destination);

    /// <summary>The sum.</summary>
    public static abstract TSelf operator +(TSelf x, TSelf y);

    /// <summary>The difference.</summary>
    public static abstract TSelf operator -(TSelf x, TSelf y);

    /// <summary>The product.</summary>
    public static abstract TSelf operator *(TSelf x, TSelf y);

    /// <summary>The quotient.</summary>
    public static abstract TSelf operator /(TSelf x, TSelf y);

    /// <summary>The negative.</summary>
    public static abstract TSelf operator -(TSelf x);

    /// <summary>Bitwise and.</summary>
    public static abstract TSelf operator &(TSelf x, TSelf y);

    /// <summary>Bitwise or.</summary>
    public static abstract TSelf operator |(TSelf x, TSelf y);

    /// <summary>Bitwise exclusive or.</summary>
    public static abstract TSelf operator ^(TSelf x, TSelf y);

    /// <summary>Bitwise complement: the opposite of a mask.</summary>
    public static abstract TSelf operator ~(TSelf x);

    /// <summary>x · y + z, rounded once where the processor has the instruction and twice elsewhere.</summary>
    public static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>The smaller; NaN if either is NaN; −0 is smaller than +0.</summary>
    public static abstract TSelf Min(TSelf x, TSelf y);

    /// <summary>The larger; NaN if either is NaN; +0 is larger than −0.</summary>
    public static abstract TSelf Max(TSelf x, TSelf y);

    /// <summary>The smaller in one instruction, where the sign of a zero does not matter; y if y is NaN and x is not.</summary>
    public static abstract TSelf MinFast(TSelf x, TSelf y);

    /// <summary>The larger in one instruction, where the sign of a zero does not matter; y if y is NaN and x is not.</summary>
    public static abstract TSelf MaxFast(TSelf x, TSelf y);

    /// <summary>The square root.</summary>
    public static abstract TSelf Sqrt(TSelf x);

    /// <summary>The absolute value.</summary>
    public static abstract TSelf Abs(TSelf x);

    /// <summary>The largest integer not above x.</summary>
    public static abstract TSelf Floor(TSelf x);

    /// <summary>The smallest integer not below x.</summary>
    public static abstract TSelf Ceiling(TSelf x);

    /// <summary>The nearest integer, halves to the even one.</summary>
    public static abstract TSelf Round(TSelf x);

    /// <summary>The integer part.</summary>
    public static abstract TSelf Truncate(TSelf x);

    /// <summary>The magnitude of one number with the sign of another.</summary>
    public static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>A mask that holds where x &lt; y.</summary>
    public static abstract TSelf LessThan(TSelf x, TSelf y);

    /// <summary>A mask that holds where x ≤ y.</summary>
    public static abstract TSelf LessThanOrEqual(TSelf x, TSelf y);

    /// <summary>A mask that holds where x = y.</summary>
    public static abstract TSelf Equal(TSelf x, TSelf y);

    /// <summary>Where the mask holds the one, elsewhere the other.</summary>
    public static abstract TSelf Select(TSelf mask, TSelf whenTrue, TSelf whenFalse);

    /// <summary>Whether a mask holds in any lane.</summary>
    public static abstract bool Any(TSelf mask);

    /// <summary>
    /// x · 2ⁿ, rounded once, for whole n; |x| in [½, 2) or 0, and n within twice the exponent range, so that overflow gives infinity and underflow
    /// denormals and zero.
    /// </summary>
    public static abstract TSelf Scale(TSelf x, TSelf n);

    /// <summary>
    /// For positive, normal, finite x the whole e and the m in [√½, √2) with x = m · 2ᵉ, both exact. Elsewhere the result means nothing.
    /// </summary>
    public static abstract TSelf Exponent(TSelf x, out TSelf mantissa);

    /// <summary>x without the lower half of the bits of its significand, so that its square is exact.</summary>
    public static abstract TSelf UpperHalf(TSelf x);

    /// <summary>
    /// xʸ for x ≥ 0. Float lanes are widened to float64, where exp(y log x) keeps all of float32's digits; double lanes keep the logarithm in two numbers, which needs fused multiplications.
    /// </summary>
    public static abstract TSelf PowerOfPositive(TSelf x, TSelf y);

    /// <summary>The sum of all lanes, in an order that depends on <see cref="Count"/> only.</summary>
    public static abstract T Sum(TSelf x);
}
