using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// The loops behind <see cref="VectorKernels{T}"/>, written once over lanes: <c>L.Count</c> numbers per instruction, four independent
/// accumulators so that an addition need not wait for the one before, and the last few numbers one by one.
/// </summary>
internal static unsafe class VectorLoops<L, T>
    where L : unmanaged, IFloatLanes<L, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Dot(T* x, T* y, nint n)
    {
        nint i = 0;
        var sum = T.Zero;
        if (n >= L.Count)
        {
            var sum0 = L.Constant(0);
            var sum1 = sum0;
            var sum2 = sum0;
            var sum3 = sum0;
            for (; i <= n - (4 * L.Count); i += 4 * L.Count)
            {
                sum0 = L.MultiplyAdd(L.Load(x + i), L.Load(y + i), sum0);
                sum1 = L.MultiplyAdd(L.Load(x + i + L.Count), L.Load(y + i + L.Count), sum1);
                sum2 = L.MultiplyAdd(L.Load(x + i + (2 * L.Count)), L.Load(y + i + (2 * L.Count)), sum2);
                sum3 = L.MultiplyAdd(L.Load(x + i + (3 * L.Count)), L.Load(y + i + (3 * L.Count)), sum3);
            }

            for (; i <= n - L.Count; i += L.Count)
            {
                sum0 = L.MultiplyAdd(L.Load(x + i), L.Load(y + i), sum0);
            }

            sum = L.Sum(sum0 + sum1 + (sum2 + sum3));
        }

        for (; i < n; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(T a, T* x, T* y, nint n)
    {
        nint i = 0;
        var factor = L.Broadcast(a);
        for (; i <= n - (2 * L.Count); i += 2 * L.Count)
        {
            var first = L.MultiplyAdd(factor, L.Load(x + i), L.Load(y + i));
            var second = L.MultiplyAdd(factor, L.Load(x + i + L.Count), L.Load(y + i + L.Count));
            L.Store(first, y + i);
            L.Store(second, y + i + L.Count);
        }

        for (; i <= n - L.Count; i += L.Count)
        {
            L.Store(L.MultiplyAdd(factor, L.Load(x + i), L.Load(y + i)), y + i);
        }

        for (; i < n; i++)
        {
            y[i] += a * x[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(T a, T* x, T* y, nint n)
    {
        nint i = 0;
        var factor = L.Broadcast(a);
        for (; i <= n - L.Count; i += L.Count)
        {
            L.Store(factor * L.Load(x + i), y + i);
        }

        for (; i < n; i++)
        {
            y[i] = a * x[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Swap(T* x, T* y, nint n)
    {
        nint i = 0;
        for (; i <= n - L.Count; i += L.Count)
        {
            var first = L.Load(x + i);
            L.Store(L.Load(y + i), x + i);
            L.Store(first, y + i);
        }

        for (; i < n; i++)
        {
            (x[i], y[i]) = (y[i], x[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rotate(T* x, T* y, nint n, T c, T s)
    {
        nint i = 0;
        var cosine = L.Broadcast(c);
        var sine = L.Broadcast(s);
        for (; i <= n - L.Count; i += L.Count)
        {
            var p = L.Load(x + i);
            var q = L.Load(y + i);
            L.Store(L.MultiplyAdd(cosine, p, sine * q), x + i);
            L.Store(L.MultiplyAdd(cosine, q, -(sine * p)), y + i);
        }

        for (; i < n; i++)
        {
            var p = x[i];
            var q = y[i];
            x[i] = (c * p) + (s * q);
            y[i] = (c * q) - (s * p);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T AbsMax(T* x, nint n)
    {
        nint i = 0;
        var largest = L.Constant(0);
        for (; i <= n - L.Count; i += L.Count)
        {
            largest = L.MaxFast(largest, L.Abs(L.Load(x + i)));
        }

        var result = Tail.Largest<L, T>(largest);
        for (; i < n; i++)
        {
            result = T.Max(result, T.Abs(x[i]));
        }

        return result;
    }

    // x · 0 is 0 for every finite x and NaN for the others, and a NaN stays in a sum.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool AllFinite(T* x, nint n)
    {
        nint i = 0;
        var zero = L.Constant(0);
        var sum0 = zero;
        var sum1 = zero;
        for (; i <= n - (2 * L.Count); i += 2 * L.Count)
        {
            sum0 = L.MultiplyAdd(L.Load(x + i), zero, sum0);
            sum1 = L.MultiplyAdd(L.Load(x + i + L.Count), zero, sum1);
        }

        var sum = L.Sum(sum0 + sum1);
        for (; i < n; i++)
        {
            sum += x[i] * T.Zero;
        }

        return sum == T.Zero;
    }
}
