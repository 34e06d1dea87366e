using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

public static unsafe partial class Reduction
{
    /// <summary>The sums of all beginnings of the middle axis, of x's shape. Accumulated in float64, each sum rounded once.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">outer · reduced · inner elements.</param>
    /// <param name="y">outer · reduced · inner results.</param>
    /// <param name="outer">The size of the axes before the reduced one.</param>
    /// <param name="reduced">The size of the reduced axis.</param>
    /// <param name="inner">The size of the axes after it.</param>
    /// <param name="reverse">Sum from the end instead: y[k] = x[k] + x[k + 1] + …</param>
    /// <exception cref="ArgumentException">A span is too short for the sizes.</exception>
    public static void CumulativeSum<T>(ReadOnlySpan<T> x, Span<T> y, int outer, int reduced, int inner, bool reverse = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CheckSameShape(x.Length, y.Length, outer, reduced, inner);
        fixed (T* px = x, py = y)
        {
            RunOuter(outer, reduced, inner, new RunningSum<T, T, double>(px, py, reduced, inner, reverse));
        }
    }

    /// <summary>The sums of all beginnings of the middle axis of integers, in 64 bits; wraps.</summary>
    /// <inheritdoc cref="CumulativeSum{T}"/>
    public static void CumulativeSumIntegers<T>(ReadOnlySpan<T> x, Span<long> y, int outer, int reduced, int inner)
        where T : unmanaged, IBinaryInteger<T>
    {
        CheckSameShape(x.Length, y.Length, outer, reduced, inner);
        fixed (T* px = x)
        {
            fixed (long* py = y)
            {
                RunOuter(outer, reduced, inner, new RunningSum<T, long, long>(px, py, reduced, inner, reverse: false));
            }
        }
    }

    private static void CheckSameShape(int x, int y, int outer, int reduced, int inner)
    {
        if (outer < 0 || reduced < 0 || inner < 0 || Math.Min(x, y) < (long)outer * reduced * inner)
        {
            throw new ArgumentException(
                $"reduction: ({outer}, {reduced}, {inner}) needs {(long)outer * reduced * inner} elements and as many results; given were {x} and {y}");
        }
    }

    private readonly struct RunningSum<T, TResult, TSum>(T* x, TResult* y, int reduced, int inner, bool reverse) : IRangeBody
        where T : unmanaged, INumber<T>
        where TResult : unmanaged, INumber<TResult>
        where TSum : unmanaged, INumber<TSum>
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(long first, int count)
        {
            for (var outer = first; outer < first + count; outer++)
            {
                for (var column = 0; column < inner; column++)
                {
                    var from = (outer * reduced * inner) + column + (reverse ? (long)(reduced - 1) * inner : 0);
                    nint step = reverse ? -inner : inner;
                    T* source = x + from;
                    TResult* target = y + from;
                    var sum = TSum.Zero;
                    for (var r = 0; r < reduced; r++)
                    {
                        sum = unchecked(sum + TSum.CreateTruncating(*source));
                        *target = TResult.CreateTruncating(sum);
                        source += step;
                        target += step;
                    }
                }
            }
        }
    }
}
