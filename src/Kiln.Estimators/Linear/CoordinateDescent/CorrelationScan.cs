using System.Numerics;
using System.Runtime.Intrinsics;

namespace Kiln.Estimators;

/// <summary>Finds the coefficients that a pass has to look at, where all Aⱼ·(b − A·w) are at hand.</summary>
internal static class CorrelationScan
{
    /// <summary>The first feature from a place on whose coefficient is not 0 or would not stay so; the number of features where there is none. NaN is found.</summary>
    /// <param name="from">Where to begin.</param>
    /// <param name="w">The coefficients.</param>
    /// <param name="correlations">Aⱼ·(b − A·w), as many.</param>
    /// <param name="bound">The L1 penalty.</param>
    public static int Next(int from, ReadOnlySpan<double> w, ReadOnlySpan<double> correlations, double bound)
    {
        correlations = correlations[..w.Length];
        if (Vector512.IsHardwareAccelerated)
        {
            var most = Vector512.Create(bound);
            for (; from <= w.Length - Vector512<double>.Count; from += Vector512<double>.Count)
            {
                var stays = Vector512.LessThanOrEqual(Vector512.Abs(Vector512.Create(correlations[from..])), most) & Vector512.Equals(Vector512.Create(w[from..]), Vector512<double>.Zero);
                var moves = ~stays.ExtractMostSignificantBits() & 0xFF;
                if (moves != 0)
                {
                    return from + BitOperations.TrailingZeroCount(moves);
                }
            }
        }

        while (from < w.Length && w[from] == 0 && Math.Abs(correlations[from]) <= bound)
        {
            from++;
        }

        return from;
    }
}
