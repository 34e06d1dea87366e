using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

public static partial class LaneMath
{
    /// <summary>
    /// The sine of an angle in radians. Absolute error below 1e-7 for float32 up to 8192 and below 3e-16 for float64 up to 2²⁰ in magnitude, there 2 ULP of
    /// the result except close to multiples of π; larger angles go to the runtime's function one by one.
    /// </summary>
    [MethodImpl(Inline)]
    public static L Sin<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (NeedsExactReduction<L, T>(x))
        {
            return LaneByLane.Unary<L, T, Sine>(x);
        }

        // The reduction makes +0 of −0.
        var r = ReduceByHalfPi<L, T>(x, out var n);
        return L.Select(L.Equal(x, L.Constant(0)), x, SineAfter<L, T>(r, n));
    }

    /// <summary>The cosine of an angle in radians; accuracy as of <see cref="Sin"/>.</summary>
    [MethodImpl(Inline)]
    public static L Cos<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (NeedsExactReduction<L, T>(x))
        {
            return LaneByLane.Unary<L, T, Cosine>(x);
        }

        // cos(r + n π/2) = sin(r + (n + 1) π/2)
        var r = ReduceByHalfPi<L, T>(x, out var n);
        return SineAfter<L, T>(r, n + L.Constant(1));
    }

    /// <summary>The tangent of an angle in radians: sine over cosine of one reduction; accuracy as of <see cref="Sin"/>, twice the error.</summary>
    [MethodImpl(Inline)]
    public static L Tan<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (NeedsExactReduction<L, T>(x))
        {
            return LaneByLane.Unary<L, T, Tangent>(x);
        }

        var r = ReduceByHalfPi<L, T>(x, out var n);
        var sine = SineOf<L, T>(r);
        var cosine = CosineOf<L, T>(r);
        var odd = IsOdd<L, T>(n);
        var y = L.Select(odd, -cosine, sine) / L.Select(odd, sine, cosine);
        return L.Select(L.Equal(x, L.Constant(0)), x, y);
    }

    [MethodImpl(Inline)]
    private static bool NeedsExactReduction<L, T>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        L.Any(~L.LessThanOrEqual(L.Abs(x), L.Constant(IsSingle<T>() ? 8192 : 1048576)));

    // r = x − n π/2 in [−π/4, π/4]; π/2 in parts with so many trailing zeros that each product with n is exact.
    [MethodImpl(Inline)]
    private static L ReduceByHalfPi<L, T>(L x, out L n)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        n = L.Round(x * L.Constant(0.6366197723675813431));
        if (IsSingle<T>())
        {
            var r = L.MultiplyAdd(n, L.Constant(-HalfPi.Single1), x);
            r = L.MultiplyAdd(n, L.Constant(-HalfPi.Single2), r);
            r = L.MultiplyAdd(n, L.Constant(-HalfPi.Single3), r);
            return L.MultiplyAdd(n, L.Constant(-HalfPi.Single4), r);
        }
        else
        {
            var r = L.MultiplyAdd(n, L.Constant(-HalfPi.Double1), x);
            r = L.MultiplyAdd(n, L.Constant(-HalfPi.Double2), r);
            return L.MultiplyAdd(n, L.Constant(-HalfPi.Double3), r);
        }
    }

    // sin(r + n π/2): the sine or the cosine of r by the parity of n, negated in the third and fourth quarter turn.
    [MethodImpl(Inline)]
    private static L SineAfter<L, T>(L r, L n)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var y = L.Select(IsOdd<L, T>(n), CosineOf<L, T>(r), SineOf<L, T>(r));
        var half = L.Floor(n * L.Constant(0.5));
        return L.Select(IsOdd<L, T>(half), -y, y);
    }

    [MethodImpl(Inline)]
    private static L IsOdd<L, T>(L n)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var half = n * L.Constant(0.5);
        return ~L.Equal(L.Floor(half), half);
    }

    [MethodImpl(Inline)]
    private static L SineOf<L, T>(L r)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var z = r * r;
        return L.MultiplyAdd(r * z, Polynomials.Sin<L, T>(z), r);
    }

    [MethodImpl(Inline)]
    private static L CosineOf<L, T>(L r)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var z = r * r;
        return L.MultiplyAdd(z * z, Polynomials.Cos<L, T>(z), L.MultiplyAdd(L.Constant(-0.5), z, L.Constant(1)));
    }

    private readonly struct Sine : IScalarFunction
    {
        public static T Invoke<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Sin(x);
    }

    private readonly struct Cosine : IScalarFunction
    {
        public static T Invoke<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Cos(x);
    }

    private readonly struct Tangent : IScalarFunction
    {
        public static T Invoke<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Tan(x);
    }
}
