using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

public static partial class LaneMath
{
    /// <summary>
    /// The arc tangent. Error below 2 ULP; keeps the sign of zero. Above tan(π/8) by atan a = π/4 + atan((a − 1)/(a + 1)), above tan(3π/8) by atan a = π/2 − atan(1/a), so that
    /// one polynomial on |z| ≤ tan(π/8) serves all (the reduction of S. Moshier's Cephes).
    /// </summary>
    [MethodImpl(Inline)]
    public static L Atan<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L one = L.Constant(1);
        L a = L.Abs(x);
        L far = L.LessThan(L.Constant(2.414213562373095049), a);
        L middle = L.LessThan(L.Constant(0.4142135623730950488), a);
        L z = L.Select(far, L.Constant(-1), L.Select(middle, a - one, a)) / L.Select(far, a, L.Select(middle, a + one, one));
        L quarters = L.Select(far, L.Constant(2), L.Select(middle, one, L.Constant(0)));
        return L.CopySign(AngleAfter<L, T>(quarters, AtanOfSmall<L, T>(z)), x);
    }

    /// <summary>
    /// The angle of the point (x, y) in [−π, π], with the special cases of C's atan2. Error below 3 ULP, denormal results aside.
    /// </summary>
    [MethodImpl(Inline)]
    public static L Atan2<L, T>(L y, L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L zero = L.Constant(0), one = L.Constant(1);
        L a = L.Abs(y), b = L.Abs(x);
        L steep = L.LessThan(b, a);
        L small = L.Select(steep, b, a), large = L.Select(steep, a, b);

        // The sum of both must not overflow.
        L huge = L.LessThan(L.Constant(IsSingle<T>() ? 1e38 : 1e308), large);
        L scale = L.Select(huge, L.Constant(0.25), one);
        small *= scale;
        large *= scale;
        L middle = L.LessThan(L.Constant(0.4142135623730950488) * large, small);

        // Equal ones, infinite too, stand at 45°; two zeros at none.
        L top = L.Select(middle, small - large, small), bottom = L.Select(middle, small + large, large);
        L empty = L.Equal(small, large);
        top = L.Select(empty, zero, top);
        bottom = L.Select(empty, one, bottom);
        middle = L.Select(L.Equal(large, zero), zero, middle | empty);
        L quarters = L.Select(middle, one, zero);
        L angle = AtanOfSmall<L, T>(top / bottom);

        // In steps of 45° and a rest: mirrored at the diagonal, then at the ordinate, for −0 too.
        quarters = L.Select(steep, L.Constant(2) - quarters, quarters);
        angle = L.Select(steep, -angle, angle);
        L left = L.LessThan(L.CopySign(one, x), zero);
        quarters = L.Select(left, L.Constant(4) - quarters, quarters);
        angle = L.Select(left, -angle, angle);
        L result = L.CopySign(AngleAfter<L, T>(quarters, angle), y);
        return L.Select(L.Equal(x, x) & L.Equal(y, y), result, L.Constant(double.NaN));
    }

    /// <summary>The arc sine; NaN outside [−1, 1]. Error below 2.5 ULP; keeps the sign of zero. Above ½ by asin a = π/2 − 2 asin √((1 − a)/2).</summary>
    [MethodImpl(Inline)]
    public static L Asin<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L a = L.Abs(x);
        L s = HalfOrRoot<L, T>(a, out L far);
        L angle = AsinOfSmall<L, T>(s);
        return L.CopySign(L.Select(far, AngleAfter<L, T>(L.Constant(2), L.Constant(-2) * angle), angle), x);
    }

    /// <summary>The arc cosine; NaN outside [−1, 1]. Error below 2.5 ULP: near 1 too, where it is 2 asin √((1 − x)/2).</summary>
    [MethodImpl(Inline)]
    public static L Acos<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L zero = L.Constant(0), two = L.Constant(2);
        L s = HalfOrRoot<L, T>(L.Abs(x), out L far);
        L angle = AsinOfSmall<L, T>(s);
        L negative = L.LessThan(x, zero);

        // Near: π/2 ∓ asin a. Far: 2 asin s, or π minus it.
        L quarters = L.Select(far, L.Select(negative, L.Constant(4), zero), two);
        L part = L.Select(far, angle + angle, angle);
        return AngleAfter<L, T>(quarters, L.Select(far, L.Select(negative, -part, part), L.Select(negative, part, -part)));
    }

    // a up to ½, beyond √((1 − a)/2): the difference is exact, and above 1 the root is NaN.
    [MethodImpl(Inline)]
    private static L HalfOrRoot<L, T>(L a, out L far)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L half = L.Constant(0.5);
        far = L.LessThan(half, a);
        return L.Select(far, L.Sqrt((L.Constant(1) - a) * half), a);
    }

    [MethodImpl(Inline)]
    private static L AtanOfSmall<L, T>(L z)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L w = z * z;
        return L.MultiplyAdd(z * w, Polynomials.Atan<L, T>(w), z);
    }

    [MethodImpl(Inline)]
    private static L AsinOfSmall<L, T>(L s)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L w = s * s;
        return L.MultiplyAdd(s * w, Polynomials.Asin<L, T>(w), s);
    }

    // n π/4 + angle for n from 0 to 4; π/4 in two parts, the upper one with two bits to spare so that its multiples are exact.
    [MethodImpl(Inline)]
    private static L AngleAfter<L, T>(L n, L angle)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L low = L.Constant(IsSingle<T>() ? 1.569582393252406608e-7 : 3.061616997868382943e-17);
        L high = L.Constant(IsSingle<T>() ? 0.785398006439208984375 : 0.7853981633974482789994908671360462903976);
        return L.MultiplyAdd(n, high, L.MultiplyAdd(n, low, angle));
    }
}
