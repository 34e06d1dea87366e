using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

public static partial class LaneMath
{
    /// <summary>The natural logarithm. Error below 1.5 ULP; −∞ at 0, NaN below, ∞ at ∞; denormals are treated exactly.</summary>
    [MethodImpl(Inline)]
    public static L Log<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var e = SplitPositive<L, T>(x, out var f);
        return AtLogarithmsEdges<L, T>(x, LogOfSplit<L, T>(e, f, L.Constant(0)));
    }

    /// <summary>The logarithm to base 2, exact at powers of two. Error below 3 ULP.</summary>
    [MethodImpl(Inline)]
    public static L Log2<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var e = SplitPositive<L, T>(x, out var f);
        var y = L.MultiplyAdd(LogOfSplit<L, T>(L.Constant(0), f, L.Constant(0)), L.Constant(1.442695040888963407), e);
        return AtLogarithmsEdges<L, T>(x, y);
    }

    /// <summary>The logarithm to base 10. Error below 3 ULP.</summary>
    [MethodImpl(Inline)]
    public static L Log10<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var e = SplitPositive<L, T>(x, out var f);
        var y = LogOfSplit<L, T>(L.Constant(0), f, L.Constant(0)) * L.Constant(0.4342944819032518276511289);

        // log₁₀ 2 in two parts like ln 2, so that e times the upper one is exact.
        y = L.MultiplyAdd(e, L.Constant(IsSingle<T>() ? 4.6050389811952137389e-6 : 1.1451100898021838691e-10), y);
        y = L.MultiplyAdd(e, L.Constant(IsSingle<T>() ? 0.301025390625 : 0.301029995549470186233520507813), y);
        return AtLogarithmsEdges<L, T>(x, y);
    }

    /// <summary>log(1 + x) without cancellation near zero. Error below 2 ULP; −∞ at −1, NaN below; keeps the sign of zero.</summary>
    [MethodImpl(Inline)]
    public static L Log1P<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var one = L.Constant(1);
        var u = one + x;
        var e = L.Exponent(u, out var m);

        // What the sum lost, relative to u; where 1 + x needs no scaling, x itself is the exact distance from 1.
        var lost = L.Select(L.LessThan(one, x), one - (u - x), x - (u - one)) / u;
        var unscaled = L.Equal(e, L.Constant(0));
        var f = L.Select(unscaled, x, m - one);
        var y = LogOfSplit<L, T>(e, f, L.Select(unscaled, L.Constant(0), lost));
        return L.Select(L.Equal(x, L.Constant(0)), x, AtLogarithmsEdges<L, T>(u, y));
    }

    // log(1 + x) for 0 ≤ x ≤ 1, where nothing special can happen.
    [MethodImpl(Inline)]
    private static L LogOfOnePlus<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var one = L.Constant(1);
        var u = one + x;
        var e = L.Exponent(u, out var m);
        var unscaled = L.Equal(e, L.Constant(0));
        var f = L.Select(unscaled, x, m - one);
        return LogOfSplit<L, T>(e, f, L.Select(unscaled, L.Constant(0), (x - (u - one)) / u));
    }

    // x = (1 + f) 2ᵉ with 1 + f in [√½, √2), for positive x; denormals are scaled up first.
    [MethodImpl(Inline)]
    private static L SplitPositive<L, T>(L x, out L f)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var smallest = L.Constant(IsSingle<T>() ? 1.17549435e-38 : 2.2250738585072014e-308);
        var denormal = L.LessThan(x, smallest);
        var shift = IsSingle<T>() ? 25 : 54;
        var scaled = L.Select(denormal, x * L.Constant(IsSingle<T>() ? 33554432.0 : 18014398509481984.0), x);
        var e = L.Exponent(scaled, out var m) - L.Select(denormal, L.Constant(shift), L.Constant(0));
        f = m - L.Constant(1);
        return e;
    }

    // log((1 + f) 2ᵉ) + correction. With s = f / (2 + f): log(1 + f) = 2 s + s z P(z), and 2 s = f − f²/2 + s f²/2; adding the small terms
    // first keeps the error below one unit. The arrangement is that of W. Cody and K. Ng (fdlibm's e_log.c describes it).
    [MethodImpl(Inline)]
    private static L LogOfSplit<L, T>(L e, L f, L correction)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var s = f / (L.Constant(2) + f);
        var z = s * s;
        var rest = z * Polynomials.Log<L, T>(z);
        var halfSquare = L.Constant(0.5) * f * f;
        var small = L.MultiplyAdd(e, L.Constant(Ln2Low<T>()), s * (halfSquare + rest)) + correction;
        return L.MultiplyAdd(e, L.Constant(Ln2High<T>()), f - (halfSquare - small));
    }

    [MethodImpl(Inline)]
    private static L AtLogarithmsEdges<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        y = L.Select(L.LessThan(x, L.Constant(double.PositiveInfinity)), y, x);
        y = L.Select(L.LessThan(x, L.Constant(0)), L.Constant(double.NaN), y);
        return L.Select(L.Equal(x, L.Constant(0)), L.Constant(double.NegativeInfinity), y);
    }
}
