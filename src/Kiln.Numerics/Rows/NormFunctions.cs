using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// Layer norm: the mean, as the first element and the mean distance from it (the rounding errors are then those of the distances, and a row of equal numbers
/// has that number as its mean, however large it is); r from the squared distances to the mean; and (x − mean) · r.
/// </summary>
internal readonly unsafe struct LayerNormFunction : IRowFunction
{
    public static bool HasSecond => true;

    public static T Center<T>(T* x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => *x;

    public static T FirstFill<T>(T center)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => center;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L First<L, T>(L x, L other, L center, L total)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => total + (x - center);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T EndFirst<L, T>(L total, T center, int width, double epsilon)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => center + (L.Sum(total) / T.CreateTruncating(width));

    public static T SecondFill<T>(T first)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => first;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Shift<L, T>(T first)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Broadcast(first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Term<L, T>(L x, L shift)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L distance = x - shift;
        return distance * distance;
    }

    public static T EndSecond<T>(T sum, int width, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => NormScale.Of(sum, width, epsilon);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L, T>(L x, L other, L first, L second)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => (x - first) * second;
}

/// <summary>Root-mean-square norm: r from the squares, and x · r.</summary>
internal readonly unsafe struct RmsNormFunction : IRowFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L First<L, T>(L x, L other, L center, L total)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.MultiplyAdd(x, x, total);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T EndFirst<L, T>(L total, T center, int width, double epsilon)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => NormScale.Of(L.Sum(total), width, epsilon);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L, T>(L x, L other, L first, L second)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * first;
}

/// <summary>r = 1 / √(mean square + ε), in float64 before the last rounding.</summary>
internal static class NormScale
{
    public static T Of<T>(T squares, int width, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.CreateTruncating(1 / Math.Sqrt(double.CreateTruncating(squares) / width + epsilon));
}
