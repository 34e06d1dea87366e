using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Numerics;

/// <summary>A function of one scalar.</summary>
internal interface IScalarFunction
{
    public static abstract T Invoke<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>A function of two scalars.</summary>
internal interface IScalarFunction2
{
    public static abstract T Invoke<T>(T x, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Functions for which no vector form is written: the lanes are stored, treated one by one, and loaded again.</summary>
internal static unsafe class LaneByLane
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static L Unary<L, T, TFunction>(L x)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : IScalarFunction
    {
        Buffer buffer;
        var p = (T*)&buffer;
        L.Store(x, p);
        for (var i = 0; i < L.Count; i++)
        {
            p[i] = TFunction.Invoke(p[i]);
        }

        return L.Load(p);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static L Binary<L, T, TFunction>(L x, L y)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TFunction : IScalarFunction2
    {
        Buffer left, right;
        T* p = (T*)&left, q = (T*)&right;
        L.Store(x, p);
        L.Store(y, q);
        for (var i = 0; i < L.Count; i++)
        {
            p[i] = TFunction.Invoke(p[i], q[i]);
        }

        return L.Load(p);
    }

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Buffer;
}

internal readonly struct Hypot : IScalarFunction2
{
    public static T Invoke<T>(T x, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Hypot(x, y);
}

internal readonly struct Power : IScalarFunction2
{
    public static T Invoke<T>(T x, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Pow(x, y);
}

internal readonly struct TruncatedRemainder : IScalarFunction2
{
    public static T Invoke<T>(T x, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x % y;
}

internal readonly struct FloorRemainder : IScalarFunction2
{
    public static T Invoke<T>(T x, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var remainder = x % y;
        if (remainder == T.Zero)
        {
            return T.CopySign(remainder, y);
        }

        return T.IsNegative(remainder) != T.IsNegative(y) ? remainder + y : remainder;
    }
}

internal readonly struct FloorQuotient : IScalarFunction2
{
    // As NumPy: from the exact remainder, so that quotient · y + remainder is x; the division is then off by less than one half.
    public static T Invoke<T>(T x, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (y == T.Zero)
        {
            return x / y;
        }

        var remainder = x % y;
        var quotient = (x - remainder) / y;
        if (remainder != T.Zero && T.IsNegative(remainder) != T.IsNegative(y))
        {
            quotient -= T.One;
        }

        if (quotient == T.Zero)
        {
            return T.CopySign(T.Zero, x / y);
        }

        var floor = T.Floor(quotient);
        return quotient - floor > T.CreateTruncating(0.5f) ? floor + T.One : floor;
    }
}
