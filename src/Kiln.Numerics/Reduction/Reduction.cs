using System.Buffers;
using System.Numerics;

namespace Kiln.Numerics;

/// <summary>
/// Reductions over the middle axis of a contiguous array of shape (outer, reduced, inner), to (outer, inner). Any set of neighbouring axes is reduced this
/// way; the result does not depend on the number of threads.
/// </summary>
/// <remarks>
/// Sums of float32 are exact to 24 units of roundoff times the sum of magnitudes, for any length: short blocks are added in float32, the
/// blocks in float64.
/// </remarks>
public static unsafe partial class Reduction
{
    /// <summary>The sum; 0 of nothing.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">outer · reduced · inner elements.</param>
    /// <param name="y">outer · inner results.</param>
    /// <param name="outer">The size of the axes before the reduced one.</param>
    /// <param name="reduced">The size of the reduced axis.</param>
    /// <param name="inner">The size of the axes after it.</param>
    /// <exception cref="ArgumentException">A span is too short for the sizes.</exception>
    public static void Sum<T>(ReadOnlySpan<T> x, Span<T> y, int outer, int reduced, int inner)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(x.Length, y.Length, outer, reduced, inner);
        fixed (T* px = x, py = y)
        {
            SumCore.Run<Plain, Quotients<T>, T>(px, null, outer, reduced, inner, new Quotients<T>(py, 1));
        }
    }

    /// <summary>The arithmetic mean; NaN of nothing.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void Mean<T>(ReadOnlySpan<T> x, Span<T> y, int outer, int reduced, int inner)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(x.Length, y.Length, outer, reduced, inner);
        fixed (T* px = x, py = y)
        {
            SumCore.Run<Plain, Quotients<T>, T>(px, null, outer, reduced, inner, new Quotients<T>(py, reduced));
        }
    }

    /// <summary>
    /// The mean and the variance, in two passes: squared distances to the mean, whose rounding is accounted for, over reduced − correction.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">outer · reduced · inner elements.</param>
    /// <param name="means">outer · inner means.</param>
    /// <param name="variances">outer · inner variances, or their square roots.</param>
    /// <param name="outer">The size of the axes before the reduced one.</param>
    /// <param name="reduced">The size of the reduced axis.</param>
    /// <param name="inner">The size of the axes after it.</param>
    /// <param name="correction">0 for the variance of a population, 1 for the unbiased estimate from a sample.</param>
    /// <param name="root">Whether to take the square root: the standard deviation.</param>
    /// <exception cref="ArgumentException">A span is too short for the sizes.</exception>
    public static void Variance<T>(
        ReadOnlySpan<T> x, Span<T> means, Span<T> variances, int outer, int reduced, int inner, double correction = 0, bool root = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(x.Length, means.Length, outer, reduced, inner);
        Check(x.Length, variances.Length, outer, reduced, inner);
        var exact = ArrayPool<double>.Shared.Rent(outer * inner);
        fixed (T* px = x, pm = means, pv = variances)
        {
            fixed (double* pe = exact)
            {
                FirstElements(px, pm, outer, reduced, inner);
                SumCore.Run<Difference, Means<T>, T>(px, pm, outer, reduced, inner, new Means<T>(pm, pe, reduced));
                SumCore.Run<SquaredDistance, Variances<T>, T>(
                    px, pm, outer, reduced, inner, new Variances<T>(pv, pm, pe, reduced, correction, root));
            }
        }

        ArrayPool<double>.Shared.Return(exact);
    }

    /// <summary>
    /// The first element of each group, 0 where it is not finite. Distances from it have the rounding errors of the spread, not of the mean: next to a mean of 40,000 a
    /// sum of float32 would move the mean by hundredths, and the variance by their squares.
    /// </summary>
    private static void FirstElements<T>(T* x, T* firsts, int outer, int reduced, int inner)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (long o = 0; o < outer; o++)
        {
            for (long column = 0; column < inner; column++)
            {
                T first = reduced == 0 ? T.Zero : x[(o * reduced * inner) + column];
                firsts[(o * inner) + column] = T.IsFinite(first) ? first : T.Zero;
            }
        }
    }

    /// <summary>The sum of magnitudes: the 1-norm.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void SumOfMagnitudes<T>(ReadOnlySpan<T> x, Span<T> y, int outer, int reduced, int inner)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(x.Length, y.Length, outer, reduced, inner);
        fixed (T* px = x, py = y)
        {
            SumCore.Run<Magnitude, Quotients<T>, T>(px, null, outer, reduced, inner, new Quotients<T>(py, 1));
        }
    }

    /// <summary>The root of the sum of squares: the 2-norm. Squares beyond the element type's range overflow, as in NumPy.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void EuclideanNorm<T>(ReadOnlySpan<T> x, Span<T> y, int outer, int reduced, int inner)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(x.Length, y.Length, outer, reduced, inner);
        fixed (T* px = x, py = y)
        {
            SumCore.Run<SquaredDistance, Roots<T>, T>(px, null, outer, reduced, inner, new Roots<T>(py));
        }
    }

    /// <summary>log Σ exp(x), with the maximum taken out so that nothing overflows; −∞ of nothing and where all elements are −∞.</summary>
    /// <inheritdoc cref="Sum"/>
    public static void LogSumExp<T>(ReadOnlySpan<T> x, Span<T> y, int outer, int reduced, int inner)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(x.Length, y.Length, outer, reduced, inner);
        if (reduced == 0)
        {
            y[..(outer * inner)].Fill(T.NegativeInfinity);
            return;
        }

        var maxima = ArrayPool<T>.Shared.Rent(outer * inner);
        Max(x, maxima.AsSpan(), outer, reduced, inner);
        fixed (T* px = x, py = y, pm = maxima)
        {
            SumCore.Run<ExpOfDifference, LogsPlusMaximum<T>, T>(px, pm, outer, reduced, inner, new LogsPlusMaximum<T>(py, pm));
        }

        ArrayPool<T>.Shared.Return(maxima);
    }

    private static void Check(int x, int y, int outer, int reduced, int inner)
    {
        if (outer < 0 || reduced < 0 || inner < 0 || x < (long)outer * reduced * inner || y < (long)outer * inner)
        {
            throw new ArgumentException(
                $"reduction: ({outer}, {reduced}, {inner}) needs {(long)outer * reduced * inner} elements and {(long)outer * inner} results; "
                + $"given were {x} and {y}");
        }
    }
}
