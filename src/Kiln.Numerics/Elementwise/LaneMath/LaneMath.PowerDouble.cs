using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Kiln.Numerics;

public static partial class LaneMath
{
    /// <summary>Whether products can be had exactly, as a number and its rounding error.</summary>
    private static bool HasFusedProducts => Fma.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>
    /// exp(y log x) for x ≥ 0 with the logarithm in two numbers, a rounded one and its error: where y log x is some hundreds, half a unit in its last place would be
    /// hundreds in the result's. Error below 2 ULP, denormal results aside.
    /// </summary>
    /// <remarks>
    /// x = m 2ᵉ, s = f/(2 + f) with f = m − 1, z = s²: log m = 2 s + s z P(z), P(z) = ⅔ + z Q(z). The sums and products that count are split by fused multiplications and
    /// by D. Knuth's two-term sum; what is left out is below 2⁻⁶⁴ of the logarithm.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static L PowerInTwoParts<L>(L x, L y)
        where L : unmanaged, IFloatLanes<L, double>
    {
        L zero = L.Constant(0), infinity = L.Constant(double.PositiveInfinity);
        L e = SplitPositive<L, double>(x, out L f);

        // s = f / (2 + f) and what the division lost.
        L two = L.Constant(2);
        L divisor = two + f;
        L divisorLow = f - (divisor - two);
        L s = f / divisor;
        L sLow = (L.MultiplyAdd(-s, divisor, f) - (s * divisorLow)) / divisor;

        L z = s * s;
        L zLow = L.MultiplyAdd(s, s, -z) + ((s + s) * sLow);
        L q = z * Polynomials.LogTail(z);
        L twoThirds = L.Constant(0.6666666666666666);
        L p = twoThirds + q;
        L pLow = q - (p - twoThirds) + L.Constant(3.700743415417188468e-17);

        // s z P
        L sz = s * z;
        L szLow = L.MultiplyAdd(s, z, -sz) + ((s * zLow) + (sLow * z));
        L tail = sz * p;
        L tailLow = L.MultiplyAdd(sz, p, -tail) + ((sz * pLow) + (szLow * p));

        // 2 s + tail, then e ln 2 + that: the product with the upper part of ln 2 is exact.
        L head = s + s;
        L m = head + tail;
        L mLow = tail - (m - head) + ((sLow + sLow) + tailLow);
        L scaled = e * L.Constant(0.6931471805598903301870450377464294433594);
        L log = scaled + m;
        L part = log - scaled;
        L logLow = (scaled - (log - part)) + (m - part) + L.MultiplyAdd(e, L.Constant(5.497923018708371155e-14), mLow);

        // The edges: log 0 = −∞, log ∞ = ∞, NaN.
        log = L.Select(L.Equal(x, zero), L.Constant(double.NegativeInfinity), L.Select(L.LessThan(x, infinity), log, x));
        L exponent = y * log;
        L exponentLow = L.MultiplyAdd(y, log, -exponent) + (y * logLow);

        // Beyond the bounds the result is 0 or infinity anyway, and the rest would be ∞ − ∞. The constants stand first so that a NaN passes.
        L inside = L.LessThanOrEqual(L.Abs(exponent), L.Constant(800));
        exponentLow = L.Select(inside, exponentLow, zero);
        exponent = L.MinFast(L.Constant(710), L.MaxFast(L.Constant(-746), exponent));
        L r = ReduceByLn2<L, double>(exponent, out L n) + exponentLow;
        return L.Scale(L.MultiplyAdd(r * r, Polynomials.ExpM1<L, double>(r), r) + L.Constant(1), n);
    }
}
