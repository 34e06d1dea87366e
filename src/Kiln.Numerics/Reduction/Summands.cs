using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>What a sum is taken of, as a function of the element and of one number per result (its mean or its maximum, say).</summary>
internal interface ISummand
{
    public static abstract L Invoke<L, T>(L x, L center)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>x.</summary>
internal readonly struct Plain : ISummand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L center)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;
}

/// <summary>|x|.</summary>
internal readonly struct Magnitude : ISummand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L center)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Abs(x);
}

/// <summary>(x − center)².</summary>
internal readonly struct SquaredDistance : ISummand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L center)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var d = x - center;
        return d * d;
    }
}

/// <summary>exp(x − center).</summary>
internal readonly struct ExpOfDifference : ISummand
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L center)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Exp<L, T>(x - center);
}
