using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>What a sum is taken of, as a function of the element and of one number per result (its mean or its maximum, say).</summary>
internal interface ISummand
{
    /// <summary>Whether it is so long that a loop should hold it once only.</summary>
    public static virtual bool IsLong => false;

    /// <summary>An element that adds nothing, for the lanes beside a row's end.</summary>
    public static abstract T Nothing<T>(T center)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    public static abstract L Invoke<L, T>(L x, L center)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>x.</summary>
internal readonly struct Plain : ISummand
{
    public static T Nothing<T>(T center)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L center)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;
}

/// <summary>x − center.</summary>
internal readonly struct Difference : ISummand
{
    public static T Nothing<T>(T center)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => center;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L center)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x - center;
}

/// <summary>|x|.</summary>
internal readonly struct Magnitude : ISummand
{
    public static T Nothing<T>(T center)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L center)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => L.Abs(x);
}

/// <summary>(x − center)².</summary>
internal readonly struct SquaredDistance : ISummand
{
    public static T Nothing<T>(T center)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => center;

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
    public static bool IsLong => true;

    public static T Nothing<T>(T center)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Invoke<L, T>(L x, L center)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LaneMath.Exp<L, T>(x - center);
}
