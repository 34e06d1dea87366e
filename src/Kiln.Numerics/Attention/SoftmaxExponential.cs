using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Numerics;

/// <summary>The exponential of a softmax, whose arguments are at most a little above zero: shorter than <see cref="LaneMath.Exp{L, T}"/>.</summary>
/// <remarks>
/// eˣ = 2ⁿ · 2ʳ with x log₂ e = n + r, |r| ≤ ½. The product is rounded before it is split, so the relative error grows with |x|, by |x| half units in the
/// last place; a probability of e⁻¹⁰ carries five, which is as many as its score does. Below 2⁻¹²⁶ (float64: 2⁻¹⁰²²) the result is zero, not denormal.
/// NaN gives NaN. The polynomial is fitted by <c>eng/minimax.py</c>: relative error 5.1e-9 in single, 8.5e-18 in double precision.
/// </remarks>
internal static class SoftmaxExponential<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, IFloatLanes<L, T>
{
    /// <summary>eˣ for x up to 80.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Of(L x)
    {
        // The smallest n gives a power of zero. The constant stands first so that a NaN in x passes.
        var t = L.MaxFast(L.Constant(typeof(T) == typeof(float) ? -127 : -1023), x * L.Constant(1.442695040888963407));
        var n = L.Round(t);
        var r = t - n;
        return L.MultiplyAdd(Polynomial(r), r, L.Constant(1)) * PowerOfTwo(n);
    }

    // P with 2ʳ = 1 + r P(r).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Polynomial(L r)
    {
        if (typeof(T) == typeof(float))
        {
            var p = L.Constant(0.0001545316294512069018);
            p = L.MultiplyAdd(p, r, L.Constant(0.001339086336467123438));
            p = L.MultiplyAdd(p, r, L.Constant(0.009618082557277851491));
            p = L.MultiplyAdd(p, r, L.Constant(0.05550357114219077819));
            p = L.MultiplyAdd(p, r, L.Constant(0.2402265076056812694));
            return L.MultiplyAdd(p, r, L.Constant(0.6931471880262287811));
        }
        else
        {
            var p = L.Constant(4.454960598186518394e-10);
            p = L.MultiplyAdd(p, r, L.Constant(7.0725859492692237e-9));
            p = L.MultiplyAdd(p, r, L.Constant(1.017806244584577352e-7));
            p = L.MultiplyAdd(p, r, L.Constant(1.321544258792168965e-6));
            p = L.MultiplyAdd(p, r, L.Constant(0.00001525273382983611839));
            p = L.MultiplyAdd(p, r, L.Constant(0.0001540353044173605015));
            p = L.MultiplyAdd(p, r, L.Constant(0.001333355814641693531));
            p = L.MultiplyAdd(p, r, L.Constant(0.009618129107606888527));
            p = L.MultiplyAdd(p, r, L.Constant(0.05550410866482159434));
            p = L.MultiplyAdd(p, r, L.Constant(0.2402265069591009822));
            return L.MultiplyAdd(p, r, L.Constant(0.6931471805599453094));
        }
    }

    // n plus the exponent's bias, put into the exponent's bits: added to 1.5 times the last power of two with fractions it lies in the low bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe L PowerOfTwo(L n)
    {
        var shifted = n + L.Constant(typeof(T) == typeof(float) ? 12582912.0 + 127 : 6755399441055744.0 + 1023);
        if (typeof(T) == typeof(float))
        {
            return sizeof(L) switch
            {
                64 => Unsafe.BitCast<Vector512<int>, L>(Unsafe.BitCast<L, Vector512<int>>(shifted) << 23),
                32 => Unsafe.BitCast<Vector256<int>, L>(Unsafe.BitCast<L, Vector256<int>>(shifted) << 23),
                16 => Unsafe.BitCast<Vector128<int>, L>(Unsafe.BitCast<L, Vector128<int>>(shifted) << 23),
                _ => Unsafe.BitCast<int, L>(Unsafe.BitCast<L, int>(shifted) << 23),
            };
        }

        return sizeof(L) switch
        {
            64 => Unsafe.BitCast<Vector512<long>, L>(Unsafe.BitCast<L, Vector512<long>>(shifted) << 52),
            32 => Unsafe.BitCast<Vector256<long>, L>(Unsafe.BitCast<L, Vector256<long>>(shifted) << 52),
            16 => Unsafe.BitCast<Vector128<long>, L>(Unsafe.BitCast<L, Vector128<long>>(shifted) << 52),
            _ => Unsafe.BitCast<long, L>(Unsafe.BitCast<L, long>(shifted) << 52),
        };
    }
}
