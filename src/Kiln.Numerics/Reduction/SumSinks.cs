using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>The sum divided by a number; by 1 for the sum itself.</summary>
internal readonly unsafe struct Quotients<T>(T* y, double divisor) : ISumSink
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(long index, double sum) => y[index] = T.CreateTruncating(divisor == 1 ? sum : sum / divisor);
}

/// <summary>The mean from the distances to a first estimate, which it takes the place of, and beside it the mean in float64.</summary>
internal readonly unsafe struct Means<T>(T* rounded, double* means, double count) : ISumSink
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Store(long index, double sum)
    {
        means[index] = double.CreateTruncating(rounded[index]) + (sum / count);
        rounded[index] = T.CreateTruncating(means[index]);
    }
}

/// <summary>
/// The variance from squared distances to the rounded mean: their sum exceeds that to the true mean by n times the squared rounding error, which is
/// known and taken off.
/// </summary>
internal readonly unsafe struct Variances<T>(T* y, T* rounded, double* means, double count, double correction, bool root) : ISumSink
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Store(long index, double sum)
    {
        var rounding = means[index] - double.CreateTruncating(rounded[index]);
        var squares = Math.Max(0, sum - (count * rounding * rounding));
        if (double.IsNaN(sum))
        {
            squares = sum;
        }

        var variance = squares / Math.Max(0, count - correction);
        y[index] = T.CreateTruncating(root ? Math.Sqrt(variance) : variance);
    }
}

/// <summary>The square root of the sum.</summary>
internal readonly unsafe struct Roots<T>(T* y) : ISumSink
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Store(long index, double sum) => y[index] = T.CreateTruncating(Math.Sqrt(sum));
}

/// <summary>The logarithm of the sum, plus the largest exponent that was taken out of it.</summary>
internal readonly unsafe struct LogsPlusMaximum<T>(T* y, T* maxima) : ISumSink
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Store(long index, double sum)
    {
        var maximum = double.CreateTruncating(maxima[index]);

        // All −∞: the sum is that of exp(NaN). One +∞ or NaN: it decides.
        y[index] = T.CreateTruncating(double.IsFinite(maximum) ? maximum + Math.Log(sum) : maximum);
    }
}
