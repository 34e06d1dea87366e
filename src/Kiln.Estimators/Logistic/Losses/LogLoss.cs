using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>log(1 + exp(−y·z)) for y of −1 or 1, from e = exp(−|y·z|), which never overflows.</summary>
internal readonly struct LogLoss : IPointLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Terms<L>(L score, L target, out L value, out L slope, out L curvature)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var (zero, one) = (L.Constant(0), L.Constant(1));
        var margin = score * target;
        var e = LaneMath.Exp<L, double>(-L.Abs(margin));
        var inverse = one / (one + e);
        value = L.MaxFast(-margin, zero) + LaneMath.Log1P<L, double>(e);

        // σ(−m): what is left to the wrong class.
        var wrong = L.Select(L.LessThan(margin, zero), one, e) * inverse;
        slope = -target * wrong;
        curvature = e * inverse * inverse;
    }
}
