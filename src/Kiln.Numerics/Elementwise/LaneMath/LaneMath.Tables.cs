using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

/// <summary>
/// Forms for AVX-512 and float32 that look coefficients up in registers: sixteen numbers are a table that one permutation reads for all lanes. They take
/// the place of the general formulas wherever the lanes are <see cref="Lanes512{T}"/> of float.
/// </summary>
public static partial class LaneMath
{
    /// <summary>
    /// eˣ = 2ᵏ · 2^(j/16) · eʳ with n = k + j/16 the multiple of 1/16 nearest to x / ln 2: |r| ≤ ln 2 / 32 needs a cubic only. n is found by adding 1.5 · 2¹⁹,
    /// whose last bit is worth 1/16, so that j lies in the low four bits, which is all that the permutation looks at; the scaling by 2ⁿ takes the floor of n.
    /// </summary>
    [MethodImpl(Inline)]
    private static Vector512<float> ExpByTable(Vector512<float> x)
    {
        // Beyond these bounds the result is 0 or infinity anyway. vmaxps and vminps give the second operand where one is NaN.
        x = Avx512F.Max(Vector512.Create(-104f), x);
        x = Avx512F.Min(Vector512.Create(89f), x);
        Vector512<float> magic = Vector512.Create(786432f);
        Vector512<float> shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(1.44269504f), magic);
        Vector512<float> n = shifted - magic;
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-0.693145752f), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-1.42860677e-6f), r);
        Vector512<float> power = Avx512F.PermuteVar16x32(SixteenthPowersOfTwo, shifted.AsInt32());
        Vector512<float> p = Vector512.FusedMultiplyAdd(r, Vector512.Create(0.166666667f), Vector512.Create(0.5f));
        p = Vector512.FusedMultiplyAdd(r * r, p, r);
        return Avx512F.Scale(Vector512.FusedMultiplyAdd(power, p, power), n);
    }

    /// <summary>The second operand of <see cref="ShiftedExp"/> for a shift of the argument.</summary>
    [MethodImpl(Inline)]
    internal static L ShiftOfExp<L, T>(L shift)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => HasTables<L>() ? shift * L.Constant(1.442695040888963407) : shift;

    /// <summary>
    /// exp(x − shift) for x ≤ shift, up to a factor near 1 that is the same for all x of one shift, as a softmax forgives. The relative error is below |x − shift| half
    /// units in the last place and two more; the rounding of x − shift costs as much.
    /// </summary>
    [MethodImpl(Inline)]
    internal static L ShiftedExp<L, T>(L x, L shift)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => HasTables<L>()
            ? Unsafe.BitCast<Vector512<float>, L>(PowerOfTwoByTable(Avx512F.FusedMultiplySubtract(
                Unsafe.BitCast<L, Vector512<float>>(x), Vector512.Create(1.44269504f), Unsafe.BitCast<L, Vector512<float>>(shift))))
            : Exp<L, T>(x - shift);

    /// <summary>
    /// exp(x) for x ≤ 0 that is a term of a sum in which 1 is another: the relative error is below |x| half units in the last place and two more.
    /// </summary>
    [MethodImpl(Inline)]
    internal static L ExpOfTerm<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => HasTables<L>()
            ? Unsafe.BitCast<Vector512<float>, L>(PowerOfTwoByTable(Unsafe.BitCast<L, Vector512<float>>(x * L.Constant(1.442695040888963407))))
            : Exp<L, T>(x);

    /// <summary>
    /// 2ᵗ for t below 128. n is t rounded to sixteenths as in <see cref="ExpByTable"/>; vreduceps gives r = t − n exactly, and 0 for −∞, so that t needs no
    /// bound: vscalefps makes zero of −∞.
    /// </summary>
    [MethodImpl(Inline)]
    private static Vector512<float> PowerOfTwoByTable(Vector512<float> t)
    {
        Vector512<float> magic = Vector512.Create(786432f);
        Vector512<float> shifted = t + magic;
        Vector512<float> n = shifted - magic;
        Vector512<float> r = Avx512DQ.Reduce(t, 4 << 4);
        Vector512<float> power = Avx512F.PermuteVar16x32(SixteenthPowersOfTwo, shifted.AsInt32());
        Vector512<float> p = Vector512.FusedMultiplyAdd(r, Vector512.Create(0.0555041f), Vector512.Create(0.240226507f));
        p = Vector512.FusedMultiplyAdd(r, p, Vector512.Create(0.693147181f));
        return Avx512F.Scale(Vector512.FusedMultiplyAdd(power * r, p, power), n);
    }

    /// <summary>
    /// x Φ(x). A vector with a lane beyond the table takes the general formula for that lane. The formula is inlined, rare as it is: a call would make the loop around it keep what it
    /// needs afterwards on the stack, in every turn, and a vector of 64 bytes that lies there across two cache lines is written and read at half the loop's speed.
    /// </summary>
    [MethodImpl(Inline)]
    private static Vector512<float> GeluByTable(Vector512<float> x)
    {
        Vector512<float> y = GeluInTable(x);
        if (!Vector512.LessThanAll(Vector512.Abs(x), Vector512.Create(GaussianTables.End)))
        {
            y = GeluBeyondTable(x, y);
        }

        return y;
    }

    // max(x, 0) − |x| Φ(−|x|) loses nothing on either side. vmaxps gives its second operand where both are zero, and so keeps the sign.
    [MethodImpl(Inline)]
    private static Vector512<float> GeluInTable(Vector512<float> x)
    {
        Vector512<float> a = Vector512.Abs(x);
        Vector512<int> piece = GaussianTables.Piece(a, out Vector512<float> u);
        Vector512<float> positive = Avx512F.Max(Vector512<float>.Zero, x);
        return Avx512F.FusedMultiplyAddNegated(a, GaussianTables.UpperTail(piece, u), positive);
    }

    [MethodImpl(Inline)]
    private static Vector512<float> GeluBeyondTable(Vector512<float> x, Vector512<float> inTable)
    {
        Vector512<float> inside = Vector512.LessThan(Vector512.Abs(x), Vector512.Create(GaussianTables.End));
        return Vector512.ConditionalSelect(inside, inTable, GeluByFormula<Lanes512<float>, float>(new(x)).Value);
    }

    /// <summary>The derivative of x Φ(x).</summary>
    [MethodImpl(Inline)]
    private static Vector512<float> GeluDerivativeByTable(Vector512<float> x)
    {
        Vector512<float> y = GeluDerivativeInTable(x);
        if (!Vector512.LessThanAll(Vector512.Abs(x), Vector512.Create(GaussianTables.End)))
        {
            y = GeluDerivativeBeyondTable(x, y);
        }

        return y;
    }

    // That at −|x|, or 1 minus it.
    [MethodImpl(Inline)]
    private static Vector512<float> GeluDerivativeInTable(Vector512<float> x)
    {
        Vector512<int> piece = GaussianTables.Piece(Vector512.Abs(x), out Vector512<float> u);
        Vector512<float> slope = GaussianTables.Slope(piece, u);
        return Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), slope, Vector512<float>.One - slope);
    }

    [MethodImpl(Inline)]
    private static Vector512<float> GeluDerivativeBeyondTable(Vector512<float> x, Vector512<float> inTable)
    {
        Vector512<float> inside = Vector512.LessThan(Vector512.Abs(x), Vector512.Create(GaussianTables.End));
        return Vector512.ConditionalSelect(inside, inTable, GeluDerivativeByFormula<Lanes512<float>, float>(new(x)).Value);
    }

    /// <summary>Whether the lanes are those that the tables serve; a constant to the JIT.</summary>
    [MethodImpl(Inline)]
    private static bool HasTables<L>() => typeof(L) == typeof(Lanes512<float>) && Avx512F.IsSupported;

    private static Vector512<float> SixteenthPowersOfTwo
    {
        [MethodImpl(Inline)]
        get => Vector512.Create(
            1f, 1.0442737824f, 1.0905077327f, 1.1387886348f, 1.1892071150f, 1.2418578121f, 1.2968395547f, 1.3542555469f,
            1.4142135624f, 1.4768261459f, 1.5422108254f, 1.6104903319f, 1.6817928305f, 1.7562521604f, 1.8340080864f, 1.9152065614f);
    }
}
