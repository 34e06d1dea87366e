using System.Runtime.Intrinsics;

namespace Kiln.Estimators;

/// <summary>
/// The L1 penalty of the features of a sample: each coefficient gets what it has been spared so far, and stops at 0 (Y. Tsuruoka, J. Tsujii and S. Ananiadou, "Stochastic
/// gradient descent training for L1-regularized log-linear models with cumulative penalty", ACL 2009).
/// </summary>
internal static unsafe class CumulativePenalty
{
    /// <summary>Penalizes the features of one sample.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="row">The one whose features are penalized.</param>
    /// <param name="w">The coefficients, but for their scale.</param>
    /// <param name="received">What each has received so far, signed.</param>
    /// <param name="scale">The scale of the coefficients.</param>
    /// <param name="total">What each could have received so far.</param>
    public static void Apply(in SampleView x, int row, double* w, double* received, double scale, double total)
    {
        if (x.IsSparse)
        {
            for (var at = x.Starts[row]; at < x.Starts[row + 1]; at++)
            {
                One(w + x.Indices[at], received + x.Indices[at], scale, total);
            }

            return;
        }

        var j = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            var (zero, scales, inverse, totals) = (Vector512<double>.Zero, Vector512.Create(scale), Vector512.Create(1 / scale), Vector512.Create(total));
            for (; j <= x.Columns - 8; j += 8)
            {
                var (value, had) = (Vector512.Load(w + j), Vector512.Load(received + j));
                var above = Vector512.MaxNative(zero, value - ((totals + had) * inverse));
                var below = Vector512.MinNative(zero, value + ((totals - had) * inverse));
                var next = Vector512.ConditionalSelect(
                    Vector512.GreaterThan(value, zero), above, Vector512.ConditionalSelect(Vector512.LessThan(value, zero), below, value));
                Vector512.Store(next, w + j);
                Vector512.Store(Vector512.FusedMultiplyAdd(scales, next - value, had), received + j);
            }
        }

        for (; j < x.Columns; j++)
        {
            One(w + j, received + j, scale, total);
        }
    }

    private static void One(double* w, double* received, double scale, double total)
    {
        var before = *w;
        if (before > 0)
        {
            *w = Math.Max(0, before - ((total + *received) / scale));
        }
        else if (before < 0)
        {
            *w = Math.Min(0, before + ((total - *received) / scale));
        }

        *received += scale * (*w - before);
    }
}
