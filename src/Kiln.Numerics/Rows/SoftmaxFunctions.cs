using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>Softmax: the maximum, the sum of exp(x − max), whose terms are kept, and the terms over their sum.</summary>
internal readonly unsafe struct SoftmaxFunction : IRowFunction
{
    public static bool HasSecond => true;

    public static bool MapsTerms => true;

    public static T Start<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.NegativeInfinity;

    public static T FirstFill<T>(T center)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.NegativeInfinity;

    // Where x is NaN the largest of the others stays: the exponentials meet the NaN again.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L First<L, T>(L x, L other, L center, L total)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.MaxFast(x, total);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T EndFirst<L, T>(L total, T center, int width, double epsilon)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Tail.Largest<L, T>(total);

    public static T SecondFill<T>(T first)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Shift<L, T>(T first)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.ShiftOfExp<L, T>(L.Broadcast(first));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Term<L, T>(L x, L shift)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.ShiftedExp<L, T>(x, shift);

    public static T EndSecond<T>(T sum, int width, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.One / sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L, T>(L x, L other, L first, L second)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * second;
}

/// <summary>Log-softmax: the maximum, the logarithm of the sum of exp(x − max), and what is left of x after both.</summary>
internal readonly unsafe struct LogSoftmaxFunction : IRowFunction
{
    public static bool HasSecond => true;

    public static T Start<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.NegativeInfinity;

    public static T FirstFill<T>(T center)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L First<L, T>(L x, L other, L center, L total)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.MaxFast(x, total);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T EndFirst<L, T>(L total, T center, int width, double epsilon)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Tail.Largest<L, T>(total);

    public static T SecondFill<T>(T first)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Term<L, T>(L x, L shift)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.ExpOfTerm<L, T>(x - shift);

    public static T EndSecond<T>(T sum, int width, double epsilon)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Log(sum);

    // Two subtractions, not one of max + log Σ: next to a large maximum the logarithm would be lost.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L, T>(L x, L other, L first, L second)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x - first - second;
}

/// <summary>The gradient of softmax: the sum of y · dy, and y · (dy − sum).</summary>
internal readonly unsafe struct SoftmaxGradientFunction : IRowFunction
{
    public static bool HasOther => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L First<L, T>(L x, L other, L center, L total)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.MultiplyAdd(x, other, total);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T EndFirst<L, T>(L total, T center, int width, double epsilon)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Sum(total);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L, T>(L x, L other, L first, L second)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * (other - first);
}

/// <summary>The gradient of log-softmax: the sum of dy, and dy − exp(y) · sum.</summary>
internal readonly unsafe struct LogSoftmaxGradientFunction : IRowFunction
{
    public static bool HasOther => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L First<L, T>(L x, L other, L center, L total)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => total + other;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T EndFirst<L, T>(L total, T center, int width, double epsilon)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Sum(total);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Map<L, T>(L x, L other, L first, L second)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => other - LaneMath.Exp<L, T>(x) * first;
}
