using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>What row functions reduce a row to. Two accumulators hide the latency of the addition; their order depends on the vector width only.</summary>
internal static unsafe class RowSums
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>The largest element; NaN if any is NaN.</summary>
    [MethodImpl(Inline)]
    public static T Max<L, T>(T* x, int width)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L largest = L.Broadcast(T.NegativeInfinity);
        int i = 0;
        for (; i <= width - L.Count; i += L.Count)
        {
            largest = L.Max(largest, L.Load(x + i));
        }

        if (i < width)
        {
            largest = L.Max(largest, Tail.Load<L, T>(x + i, width - i, T.NegativeInfinity));
        }

        return Tail.Largest<L, T>(largest);
    }

    /// <summary>The sum of exp(x − shift).</summary>
    [MethodImpl(Inline)]
    public static T SumExp<L, T>(T* x, T shift, int width)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L s = L.Broadcast(shift);
        L even = L.Constant(0);
        L odd = L.Constant(0);
        int i = 0;
        for (; i <= width - 2 * L.Count; i += 2 * L.Count)
        {
            even += LaneMath.Exp<L, T>(L.Load(x + i) - s);
            odd += LaneMath.Exp<L, T>(L.Load(x + i + L.Count) - s);
        }

        for (; i <= width - L.Count; i += L.Count)
        {
            even += LaneMath.Exp<L, T>(L.Load(x + i) - s);
        }

        if (i < width)
        {
            odd += LaneMath.Exp<L, T>(Tail.Load<L, T>(x + i, width - i, T.NegativeInfinity) - s);
        }

        return L.Sum(even + odd);
    }

    /// <summary>The sum of x.</summary>
    [MethodImpl(Inline)]
    public static T Sum<L, T>(T* x, int width)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L even = L.Constant(0);
        L odd = L.Constant(0);
        int i = 0;
        for (; i <= width - 2 * L.Count; i += 2 * L.Count)
        {
            even += L.Load(x + i);
            odd += L.Load(x + i + L.Count);
        }

        for (; i <= width - L.Count; i += L.Count)
        {
            even += L.Load(x + i);
        }

        if (i < width)
        {
            odd += Tail.Load<L, T>(x + i, width - i, T.Zero);
        }

        return L.Sum(even + odd);
    }

    /// <summary>The sum of x · y.</summary>
    [MethodImpl(Inline)]
    public static T Dot<L, T>(T* x, T* y, int width)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L even = L.Constant(0);
        L odd = L.Constant(0);
        int i = 0;
        for (; i <= width - 2 * L.Count; i += 2 * L.Count)
        {
            even = L.MultiplyAdd(L.Load(x + i), L.Load(y + i), even);
            odd = L.MultiplyAdd(L.Load(x + i + L.Count), L.Load(y + i + L.Count), odd);
        }

        for (; i <= width - L.Count; i += L.Count)
        {
            even = L.MultiplyAdd(L.Load(x + i), L.Load(y + i), even);
        }

        if (i < width)
        {
            odd = L.MultiplyAdd(Tail.Load<L, T>(x + i, width - i, T.Zero), Tail.Load<L, T>(y + i, width - i, T.Zero), odd);
        }

        return L.Sum(even + odd);
    }
}
