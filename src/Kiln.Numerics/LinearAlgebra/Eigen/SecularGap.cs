using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>How far two poles of a secular equation lie apart, to full relative precision.</summary>
internal interface ISecularGap
{
    /// <summary>The gap from <paramref name="y"/> to <paramref name="x"/>.</summary>
    public static abstract L Between<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The root at a distance from a pole.</summary>
    public static abstract T Root<T>(T pole, T distance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Poles d: eigenvalues.</summary>
internal readonly struct PlainGap : ISecularGap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Between<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x - y;

    public static T Root<T>(T pole, T distance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => pole + distance;
}

/// <summary>Poles d²: singular values. The square itself would lose the digits that x − y has.</summary>
internal readonly struct SquareGap : ISecularGap
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Between<L, T>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (x - y) * (x + y);

    public static T Root<T>(T pole, T distance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        pole + (distance / (pole + T.Sqrt(T.Max(T.Zero, (pole * pole) + distance))));
}
