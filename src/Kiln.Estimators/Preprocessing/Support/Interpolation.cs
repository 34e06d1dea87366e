using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Kiln.Estimators;

/// <summary>Piecewise linear functions through points, constant beyond them.</summary>
internal static class Interpolation
{
    /// <summary>Of points at the same place the last counts (NumPy: <c>interp(x, xs, ys)</c>).</summary>
    public static double Below(double x, ReadOnlySpan<double> xs, ReadOnlySpan<double> ys)
    {
        // The last point at or below x.
        var (low, high) = (-1, xs.Length);
        while (high - low > 1)
        {
            var middle = (low + high) >>> 1;
            (low, high) = xs[middle] <= x ? (middle, high) : (low, middle);
        }

        return low < 0 ? ys[0] : low == xs.Length - 1 ? ys[^1] : Between(x, xs, ys, low);
    }

    /// <summary>
    /// The mean of <c>interp(x, xs, ys)</c>, for which of points at the same place the last counts, and of <c>-interp(-x, -xs[::-1], -ys[::-1])</c>, for which it is the
    /// first. They differ only where x is at a point.
    /// </summary>
    /// <param name="x">Where.</param>
    /// <param name="count">How many points are at or below x.</param>
    /// <param name="xs">Places of the points, ascending.</param>
    /// <param name="ys">Their values.</param>
    public static double Middle(double x, int count, ReadOnlySpan<double> xs, ReadOnlySpan<double> ys)
    {
        var low = count - 1;
        if (low >= 0 && xs[low] == x)
        {
            return 0.5 * (ys[low] + ys[FirstAt(x, xs, low)]);
        }

        return low < 0 ? ys[0] : count == xs.Length ? ys[^1] : Between(x, xs, ys, low);
    }

    /// <summary>How many points are at or below each of four places: four binary searches step by step side by side, without branches that could be predicted wrong.</summary>
    public static (int A, int B, int C, int D) CountsUpTo(ReadOnlySpan<double> xs, double a, double b, double c, double d)
    {
        ref var first = ref MemoryMarshal.GetReference(xs);
        nint countA = 0, countB = 0, countC = 0, countD = 0;
        nint left = xs.Length;
        while (left > 1)
        {
            var half = left >> 1;
            countA += half & -(Unsafe.Add(ref first, countA + half - 1) <= a ? 1 : 0);
            countB += half & -(Unsafe.Add(ref first, countB + half - 1) <= b ? 1 : 0);
            countC += half & -(Unsafe.Add(ref first, countC + half - 1) <= c ? 1 : 0);
            countD += half & -(Unsafe.Add(ref first, countD + half - 1) <= d ? 1 : 0);
            left -= half;
        }

        return left == 0 ? default : (End(ref first, countA, a), End(ref first, countB, b), End(ref first, countC, c), End(ref first, countD, d));
    }

    private static int End(ref double first, nint count, double x) => (int)count + (Unsafe.Add(ref first, count) <= x ? 1 : 0);

    /// <summary>The first of the points at x, of which one is known.</summary>
    private static int FirstAt(double x, ReadOnlySpan<double> xs, int known)
    {
        var (low, high) = (-1, known);
        while (high - low > 1)
        {
            var middle = (low + high) >>> 1;
            (low, high) = xs[middle] < x ? (middle, high) : (low, middle);
        }

        return high;
    }

    private static double Between(double x, ReadOnlySpan<double> xs, ReadOnlySpan<double> ys, int at)
    {
        var distance = xs[at + 1] - xs[at];
        return distance == 0 ? ys[at] : ((ys[at + 1] - ys[at]) / distance * (x - xs[at])) + ys[at];
    }
}
