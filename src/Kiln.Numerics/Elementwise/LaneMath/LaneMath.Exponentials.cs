using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>
/// Elementary functions over lanes: one formula for float32 and float64 and for every width of vector. Error bounds in the members'
/// remarks are in units in the last place of the result (ULP) and hold on every instruction set; tests measure them.
/// </summary>
public static partial class LaneMath
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>eˣ. Error below 1.5 ULP (below 2 in float64); overflow gives infinity, underflow denormals and zero; NaN gives NaN.</summary>
    [MethodImpl(Inline)]
    public static L Exp<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (HasTables<L>())
        {
            return Unsafe.BitCast<Vector512<float>, L>(ExpByTable(Unsafe.BitCast<L, Vector512<float>>(x)));
        }

        // Beyond these bounds the result is 0 or infinity anyway. The constant stands first so that a NaN in x passes.
        x = L.MaxFast(L.Constant(IsSingle<T>() ? -104 : -746), x);
        x = L.MinFast(L.Constant(IsSingle<T>() ? 89 : 710), x);
        var r = ReduceByLn2<L, T>(x, out var n);
        var p = L.MultiplyAdd(r * r, Polynomials.ExpM1<L, T>(r), r) + L.Constant(1);
        return L.Scale(p, n);
    }

    /// <summary>eˣ − 1 without cancellation near zero. Error below 2 ULP; keeps the sign of zero.</summary>
    [MethodImpl(Inline)]
    public static L ExpM1<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var y = L.MaxFast(L.Constant(IsSingle<T>() ? -20 : -40), x);
        y = L.MinFast(L.Constant(IsSingle<T>() ? 89 : 710), y);
        var r = ReduceByLn2<L, T>(y, out var n);
        var q = L.MultiplyAdd(r * r, Polynomials.ExpM1<L, T>(r), r);

        // 2ⁿ q + (2ⁿ − 1), with 2ⁿ⁻¹ instead of 2ⁿ, which may already be infinite.
        var s = L.Scale(L.Constant(1), n - L.Constant(1));
        var half = L.MultiplyAdd(s, q, s - L.Constant(0.5));
        return L.Select(L.Equal(x, L.Constant(0)), x, half + half);
    }

    /// <summary>The hyperbolic tangent, as −t / (t + 2) with t = exp(−2|x|) − 1. Error below 2.6 ULP; keeps the sign of zero.</summary>
    [MethodImpl(Inline)]
    public static L Tanh<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var t = ExpM1<L, T>(L.Constant(-2) * L.Abs(x));
        return L.CopySign(t / (t + L.Constant(2)), x);
    }

    /// <summary>
    /// The logistic function 1 / (1 + e⁻ˣ), for negative x as eˣ / (1 + eˣ). Relative error below 3.5 ULP over the whole range, denormal results
    /// included.
    /// </summary>
    [MethodImpl(Inline)]
    public static L Sigmoid<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var e = Exp<L, T>(-L.Abs(x));
        return L.Select(L.LessThan(x, L.Constant(0)), e, L.Constant(1)) / (L.Constant(1) + e);
    }

    /// <summary>log(1 + eˣ), as max(x, 0) + log(1 + exp(−|x|)). Error below 3 ULP.</summary>
    [MethodImpl(Inline)]
    public static L Softplus<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var e = Exp<L, T>(-L.Abs(x));
        return L.Max(x, L.Constant(0)) + LogOfOnePlus<L, T>(e);
    }

    [MethodImpl(Inline)]
    private static bool IsSingle<T>() => typeof(T) == typeof(float);

    // r = x − n ln 2 with n = round(x / ln 2). The upper part of ln 2 has so many trailing zeros that its product with n is exact, with or
    // without a fused multiplication.
    [MethodImpl(Inline)]
    private static L ReduceByLn2<L, T>(L x, out L n)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        n = L.Round(x * L.Constant(1.442695040888963407));
        var r = L.MultiplyAdd(n, L.Constant(-Ln2High<T>()), x);
        return L.MultiplyAdd(n, L.Constant(-Ln2Low<T>()), r);
    }

    [MethodImpl(Inline)]
    private static double Ln2High<T>() => IsSingle<T>() ? 0.693145751953125 : 0.693147180369123816490173339844;

    [MethodImpl(Inline)]
    private static double Ln2Low<T>() => IsSingle<T>() ? 1.4286068203094172321e-6 : 1.9082149292705878161e-10;
}
