using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

public static partial class LaneMath
{
    /// <summary>
    /// The hyperbolic sine, as (t + t/(t + 1))/2 with t = exp(|x|) − 1. Error below 4 ULP; keeps the sign of zero. Vectors with a number above 88 (709 in float64), where
    /// exp(x) overflows before the result does, go to the runtime's function one by one.
    /// </summary>
    [MethodImpl(Inline)]
    public static L Sinh<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L a = L.Abs(x);
        if (L.Any(L.LessThan(L.Constant(IsSingle<T>() ? 88 : 709), a)))
        {
            return LaneByLane.Unary<L, T, HyperbolicSine>(x);
        }

        L t = ExpM1<L, T>(a);
        return L.CopySign(L.Constant(0.5) * (t + (t / (t + L.Constant(1)))), x);
    }

    /// <summary>The hyperbolic cosine, as (e + 1/e)/2 with e = exp(|x|). Error below 3 ULP; large numbers as in <see cref="Sinh"/>.</summary>
    [MethodImpl(Inline)]
    public static L Cosh<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L a = L.Abs(x);
        if (L.Any(L.LessThan(L.Constant(IsSingle<T>() ? 88 : 709), a)))
        {
            return LaneByLane.Unary<L, T, HyperbolicCosine>(x);
        }

        L e = Exp<L, T>(a);
        return L.MultiplyAdd(L.Constant(0.5), e, L.Constant(0.5) / e);
    }

    private readonly struct HyperbolicSine : IScalarFunction
    {
        public static T Invoke<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Sinh(x);
    }

    private readonly struct HyperbolicCosine : IScalarFunction
    {
        public static T Invoke<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Cosh(x);
    }
}
