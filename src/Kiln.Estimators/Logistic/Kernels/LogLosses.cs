using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>The logistic losses of many samples of weight 1, with one logarithm for a whole tile.</summary>
/// <remarks>
/// Σ log(1 + eᵢ) = log Π (1 + eᵢ), with eᵢ = exp(−|margin|) in [0, 1]: a tile's product of at most 512 factors stays below 2⁵¹². What 1 + eᵢ loses by rounding, which for samples that
/// are well told apart is all of eᵢ, is exactly δᵢ = eᵢ − ((1 + eᵢ) − 1), and Σ δᵢ / (1 + eᵢ) brings it back. The logarithm of each sample, with its two divisions, took half of the time
/// of a pass.
/// </remarks>
internal static unsafe class LogLosses
{
    /// <summary>Scores become slopes in place.</summary>
    /// <param name="count">How many: whole lanes, at most <see cref="RowTiling.LongestTile"/>.</param>
    /// <param name="scores">x·w + b.</param>
    /// <param name="targets">−1 or 1.</param>
    /// <param name="curvatures">Takes the second derivatives; may be null.</param>
    /// <param name="next">Rows to ask for on the way, as many as samples; may be null.</param>
    /// <param name="columns">Their length.</param>
    /// <param name="slopes">The sum of the slopes, in lanes.</param>
    /// <returns>The sum of the losses, in lanes.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static L Sum<L>(int count, double* scores, double* targets, double* curvatures, double* next, int columns, out L slopes)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var (zero, one) = (L.Constant(0), L.Constant(1));
        var (linear, product, rest, sum) = (zero, one, zero, zero);
        for (var i = 0; i < count; i += L.Count)
        {
            if (next != null)
            {
                DenseTile.Fetch(next, L.Count * columns);
                next += (nint)L.Count * columns;
            }

            var target = L.Load(targets + i);
            var margin = L.Load(scores + i) * target;
            var e = LaneMath.Exp<L, double>(-L.Abs(margin));
            var factor = one + e;
            var inverse = one / factor;
            linear += L.MaxFast(-margin, zero);
            product *= factor;
            rest = L.MultiplyAdd(e - (factor - one), inverse, rest);
            var slope = -target * (L.Select(L.LessThan(margin, zero), one, e) * inverse);
            sum += slope;
            L.Store(slope, scores + i);
            if (curvatures != null)
            {
                L.Store(e * inverse * inverse, curvatures + i);
            }
        }

        slopes = sum;
        return linear + LaneMath.Log<L, double>(product) + rest;
    }
}
