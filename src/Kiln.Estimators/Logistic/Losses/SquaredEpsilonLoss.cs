using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>max(0, |z − y| − ε)².</summary>
internal readonly struct SquaredEpsilonLoss(double epsilon) : IPointLoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Terms<L>(L score, L target, out L value, out L slope, out L curvature)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var zero = L.Constant(0);
        var difference = score - target;
        var gap = L.Abs(difference) - L.Constant(epsilon);
        var excess = L.MaxFast(gap, zero);
        value = excess * excess;
        slope = L.CopySign(excess + excess, difference);
        curvature = L.Select(L.LessThan(zero, gap), L.Constant(2), zero);
    }
}
