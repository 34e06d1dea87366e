using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// What row functions reduce a row to. Two or four accumulators hide the latency of the operation; their order depends on the vector width only. Every loop
/// is followed by one over masked vectors, so that a function of some size is inlined twice and not once for every kind of rest.
/// </summary>
internal static unsafe class RowSums
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>
    /// The largest element. Where the row has NaN the result is NaN or the largest of the others, whichever is cheaper: functions that subtract it meet
    /// the NaN again.
    /// </summary>
    [MethodImpl(Inline)]
    public static T Max<L, T>(T* x, int width)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L a = L.Broadcast(T.NegativeInfinity);
        L b = a;
        int i = 0;
        if (width >= 4 * L.Count)
        {
            L c = a, d = a;
            for (; i <= width - 4 * L.Count; i += 4 * L.Count)
            {
                a = L.MaxFast(L.Load(x + i), a);
                b = L.MaxFast(L.Load(x + i + L.Count), b);
                c = L.MaxFast(L.Load(x + i + 2 * L.Count), c);
                d = L.MaxFast(L.Load(x + i + 3 * L.Count), d);
            }

            a = L.MaxFast(a, c);
            b = L.MaxFast(b, d);
        }

        for (; i <= width - L.Count; i += L.Count)
        {
            a = L.MaxFast(L.Load(x + i), a);
        }

        if (i < width)
        {
            b = L.MaxFast(Tail.Load<L, T>(x + i, width - i, T.NegativeInfinity), b);
        }

        return Tail.Largest<L, T>(L.MaxFast(a, b));
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
            even += LaneMath.ExpOfTerm<L, T>(L.Load(x + i) - s);
            odd += LaneMath.ExpOfTerm<L, T>(L.Load(x + i + L.Count) - s);
        }

        for (; i < width; i += L.Count)
        {
            even += LaneMath.ExpOfTerm<L, T>(Tail.Load<L, T>(x + i, Math.Min(L.Count, width - i), T.NegativeInfinity) - s);
        }

        return L.Sum(even + odd);
    }

    /// <summary>The sum of x.</summary>
    [MethodImpl(Inline)]
    public static T Sum<L, T>(T* x, int width)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L a = L.Constant(0), b = a, c = a, d = a;
        int i = 0;
        for (; i <= width - 4 * L.Count; i += 4 * L.Count)
        {
            a += L.Load(x + i);
            b += L.Load(x + i + L.Count);
            c += L.Load(x + i + 2 * L.Count);
            d += L.Load(x + i + 3 * L.Count);
        }

        for (; i <= width - L.Count; i += L.Count)
        {
            a += L.Load(x + i);
        }

        if (i < width)
        {
            b += Tail.Load<L, T>(x + i, width - i, T.Zero);
        }

        return L.Sum(a + b + (c + d));
    }

    /// <summary>
    /// The mean, as the first element and the mean distance from it: the rounding errors are then those of the distances, and a row of equal numbers has
    /// that number as its mean, however large it is.
    /// </summary>
    [MethodImpl(Inline)]
    public static T Mean<L, T>(T* x, int width)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L first = L.Broadcast(x[0]);
        L a = L.Constant(0), b = a, c = a, d = a;
        int i = 0;
        for (; i <= width - 4 * L.Count; i += 4 * L.Count)
        {
            a += L.Load(x + i) - first;
            b += L.Load(x + i + L.Count) - first;
            c += L.Load(x + i + 2 * L.Count) - first;
            d += L.Load(x + i + 3 * L.Count) - first;
        }

        for (; i <= width - L.Count; i += L.Count)
        {
            a += L.Load(x + i) - first;
        }

        if (i < width)
        {
            b += Tail.Load<L, T>(x + i, width - i, x[0]) - first;
        }

        return x[0] + (L.Sum(a + b + (c + d)) / T.CreateTruncating(width));
    }

    /// <summary>The sum of x · y.</summary>
    [MethodImpl(Inline)]
    public static T Dot<L, T>(T* x, T* y, int width)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L a = L.Constant(0), b = a, c = a, d = a;
        int i = 0;
        for (; i <= width - 4 * L.Count; i += 4 * L.Count)
        {
            a = L.MultiplyAdd(L.Load(x + i), L.Load(y + i), a);
            b = L.MultiplyAdd(L.Load(x + i + L.Count), L.Load(y + i + L.Count), b);
            c = L.MultiplyAdd(L.Load(x + i + 2 * L.Count), L.Load(y + i + 2 * L.Count), c);
            d = L.MultiplyAdd(L.Load(x + i + 3 * L.Count), L.Load(y + i + 3 * L.Count), d);
        }

        for (; i <= width - L.Count; i += L.Count)
        {
            a = L.MultiplyAdd(L.Load(x + i), L.Load(y + i), a);
        }

        if (i < width)
        {
            b = L.MultiplyAdd(Tail.Load<L, T>(x + i, width - i, T.Zero), Tail.Load<L, T>(y + i, width - i, T.Zero), b);
        }

        return L.Sum(a + b + (c + d));
    }

    /// <summary>The sum of (x − center)².</summary>
    [MethodImpl(Inline)]
    public static T SquaredDistances<L, T>(T* x, T center, int width)
        where L : unmanaged, IFloatLanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        L m = L.Broadcast(center);
        L a = L.Constant(0), b = a, c = a, d = a;
        int i = 0;
        for (; i <= width - 4 * L.Count; i += 4 * L.Count)
        {
            L p = L.Load(x + i) - m, q = L.Load(x + i + L.Count) - m;
            L r = L.Load(x + i + 2 * L.Count) - m, s = L.Load(x + i + 3 * L.Count) - m;
            a = L.MultiplyAdd(p, p, a);
            b = L.MultiplyAdd(q, q, b);
            c = L.MultiplyAdd(r, r, c);
            d = L.MultiplyAdd(s, s, d);
        }

        for (; i <= width - L.Count; i += L.Count)
        {
            L p = L.Load(x + i) - m;
            a = L.MultiplyAdd(p, p, a);
        }

        if (i < width)
        {
            L p = Tail.Load<L, T>(x + i, width - i, center) - m;
            b = L.MultiplyAdd(p, p, b);
        }

        return L.Sum(a + b + (c + d));
    }
}
