using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>max(0, 1 − y·z)² for y of −1 or 1.</summary>
internal readonly struct SquaredHingeLoss : IPointLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Terms<L>(L score, L target, out L value, out L slope, out L curvature)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var zero = L.Constant(0);
        var gap = L.Constant(1) - (score * target);
        var missing = L.MaxFast(gap, zero);
        value = missing * missing;
        slope = L.Constant(-2) * target * missing;
        curvature = L.Select(L.LessThan(zero, gap), L.Constant(2), zero);
    }
}
