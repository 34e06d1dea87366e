using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

public static partial class LaneMath
{
    /// <summary>The error function. Error below 3 ULP; keeps the sign of zero.</summary>
    [MethodImpl(Inline)]
    public static L Erf<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var a = L.Abs(x);
        var near = x * Polynomials.Erf<L, T>(x * x);
        var square = Square<L, T>(Limit<L, T>(a), out var lost);
        var far = L.Constant(1) - ErfcOfPositive<L, T>(Limit<L, T>(a), ExpOfNegative<L, T>(square, lost));
        return L.Select(L.LessThanOrEqual(a, L.Constant(1)), near, L.CopySign(far, x));
    }

    /// <summary>1 − erf(x) without cancellation. Relative error below 7 ULP, denormal results aside.</summary>
    [MethodImpl(Inline)]
    public static L Erfc<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var a = Limit<L, T>(L.Abs(x));
        var square = Square<L, T>(a, out var lost);
        var c = ErfcOfPositive<L, T>(a, ExpOfNegative<L, T>(square, lost));
        return L.Select(L.LessThan(x, L.Constant(0)), L.Constant(2) - c, c);
    }

    /// <summary>
    /// The Gaussian error linear unit x Φ(x) = x/2 · (1 + erf(x/√2)) (Hendrycks and Gimpel, 2016). Relative error below 8 ULP, also where x is far below
    /// zero and the textbook form loses every digit; results that are denormal aside.
    /// </summary>
    [MethodImpl(Inline)]
    public static L Gelu<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        HasTables<L>() ? Unsafe.BitCast<Vector512<float>, L>(GeluByTable(Unsafe.BitCast<L, Vector512<float>>(x))) : GeluByFormula<L, T>(x);

    [MethodImpl(Inline)]
    private static L GeluByFormula<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Below the bound Φ is zero in the format; the limit keeps −∞ · 0 out.
        x = L.MaxFast(L.Constant(IsSingle<T>() ? -14.8 : -38.8), x);
        return x * NormalDistribution<L, T>(x, out _);
    }

    /// <summary>The derivative of <see cref="Gelu"/>: Φ(x) + x φ(x), φ(x) = exp(−x²/2) / √(2π). Absolute error below 4 units of the format's epsilon.</summary>
    [MethodImpl(Inline)]
    public static L GeluDerivative<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        HasTables<L>() ? Unsafe.BitCast<Vector512<float>, L>(GeluDerivativeByTable(Unsafe.BitCast<L, Vector512<float>>(x))) : GeluDerivativeByFormula<L, T>(x);

    [MethodImpl(Inline)]
    private static L GeluDerivativeByFormula<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var bound = L.Constant(IsSingle<T>() ? 14.8 : 38.8);
        x = L.MinFast(bound, L.MaxFast(-bound, x));
        var distribution = NormalDistribution<L, T>(x, out var e);
        return L.MultiplyAdd(x * L.Constant(0.3989422804014326779), e, distribution);
    }

    /// <summary>
    /// The approximation of <see cref="Gelu"/> by a hyperbolic tangent: x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))), computed as x times the logistic
    /// function of twice the argument, which loses nothing below zero.
    /// </summary>
    [MethodImpl(Inline)]
    public static L GeluTanh<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        x = L.MaxFast(L.Constant(IsSingle<T>() ? -14.8 : -38.8), x);
        var u = x * L.MultiplyAdd(x * x, L.Constant(2 * 0.7978845608028653559 * 0.044715), L.Constant(2 * 0.7978845608028653559));
        return x * Sigmoid<L, T>(u);
    }

    /// <summary>The derivative of <see cref="GeluTanh"/>: s + x s (1 − s) u′ with s the logistic function of u.</summary>
    [MethodImpl(Inline)]
    public static L GeluTanhDerivative<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var bound = L.Constant(IsSingle<T>() ? 14.8 : 38.8);
        x = L.MinFast(bound, L.MaxFast(-bound, x));
        var square = x * x;
        var u = x * L.MultiplyAdd(square, L.Constant(2 * 0.7978845608028653559 * 0.044715), L.Constant(2 * 0.7978845608028653559));
        var slope = L.MultiplyAdd(square, L.Constant(6 * 0.7978845608028653559 * 0.044715), L.Constant(2 * 0.7978845608028653559));
        var s = Sigmoid<L, T>(u);
        return L.MultiplyAdd(x * slope * s, L.Constant(1) - s, s);
    }

    // Φ(x) = 1 − h for x ≥ 0 and h below, with h = erfc(|x|/√2) / 2; e = exp(−x²/2).
    [MethodImpl(Inline)]
    private static L NormalDistribution<L, T>(L x, out L e)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // e is zero in the format beyond the bound; ∞² would make a NaN of its rounding error.
        var a = L.MinFast(L.Constant(IsSingle<T>() ? 14.8 : 38.8), L.Abs(x));
        var square = Square<L, T>(a, out var lost);
        e = ExpOfNegative<L, T>(square * L.Constant(0.5), lost * L.Constant(0.5));
        var h = L.Constant(0.5) * ErfcOfPositive<L, T>(a * L.Constant(0.7071067811865475244), e);
        return L.Select(L.LessThan(x, L.Constant(0)), h, L.Constant(1) - h);
    }

    // Where erfc has reached zero; the constant first, so that NaN passes.
    [MethodImpl(Inline)]
    private static L Limit<L, T>(L a)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.MinFast(L.Constant(IsSingle<T>() ? 10.5 : 27.5), a);

    [MethodImpl(Inline)]
    private static L ErfcOfPositive<L, T>(L a, L expOfNegativeSquare)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var k = L.Constant(IsSingle<T>() ? 3 : 4);
        var t = (a - k) / (a + k);
        return expOfNegativeSquare * (Polynomials.Erfc<L, T>(t) / L.MultiplyAdd(L.Constant(2), a, L.Constant(1)));
    }

    // exp(−(x + lost)) with |lost| far below 1: an error in the exponent of exp becomes a relative error of its result, so the rounding error
    // of a square matters as soon as the square is large.
    [MethodImpl(Inline)]
    private static L ExpOfNegative<L, T>(L x, L lost)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var e = Exp<L, T>(-x);
        return e - (e * lost);
    }

    // a² and its rounding error, by a fused multiplication or by T. Dekker's splitting (Numer. Math. 18, 1971).
    [MethodImpl(Inline)]
    private static L Square<L, T>(L a, out L lost)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var square = a * a;
        if (Fma.IsSupported || AdvSimd.Arm64.IsSupported)
        {
            lost = L.MultiplyAdd(a, a, -square);
        }
        else
        {
            var upper = L.UpperHalf(a);
            var lower = a - upper;
            lost = ((upper * upper) - square) + ((upper + upper) * lower) + (lower * lower);
        }

        return square;
    }
}
