using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

public static partial class LaneMath
{
    /// <summary>
    /// x to the power y, with the special cases of C's pow: 1 for y = 0 and for x = 1 whatever the other is, NaN for a negative x and a fractional y.
    /// Error below 1 ULP for float32 and below 2 ULP for float64, denormal results aside.
    /// </summary>
    [MethodImpl(Inline)]
    public static L Power<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (L.Count == 1 || (!IsSingle<T>() && !HasFusedProducts))
        {
            return LaneByLane.Binary<L, T, Power>(x, y);
        }

        L zero = L.Constant(0), one = L.Constant(1), infinity = L.Constant(double.PositiveInfinity);
        var a = L.Abs(x);
        var z = L.PowerOfPositive(a, y);

        // The sign of x counts for odd y only, that of −0 and −∞ too.
        var whole = L.Equal(L.Round(y), y);
        z = L.Select(whole & IsOdd<L, T>(y), L.CopySign(z, x), z);
        z = L.Select(L.LessThan(x, zero) & L.LessThan(a, infinity) & ~whole, L.Constant(double.NaN), z);
        var isOne = L.Equal(y, zero) | L.Equal(x, one) | (L.Equal(a, one) & L.Equal(L.Abs(y), infinity));
        return L.Select(isOne, one, z);
    }

    /// <summary>exp(y log x) in float64.</summary>
    [MethodImpl(Inline)]
    internal static L ExpOfProductWithLog<L>(L x, L y)
        where L : unmanaged, IFloatLanes<L, double> => Exp<L, double>(y * Log<L, double>(x));
}
