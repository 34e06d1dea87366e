using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>The two products of a tile of samples: scores X·w + b on the way in, sums Xᵀ·r on the way out.</summary>
/// <remarks>Optimized when they are first called: a fit is over before tiered compilation would come to them.</remarks>
internal static unsafe class TileScores
{
    /// <summary>scores = X·w + offset for some rows; whoever sees to it that dense rows are in cache says so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in SampleView x, int first, int count, double* w, double offset, double* scores, bool isAhead = true)
    {
        if (!x.IsSparse)
        {
            DenseTile.Products(x.Row(first), count, x.Columns, w, offset, scores, isAhead);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            var start = x.Starts[first + i];
            scores[i] = SparseRows.DotAhead(x.Values + start, x.Indices + start, x.Starts[first + i + 1] - start, w) + offset;
        }
    }

    /// <summary>sums += Xᵀ·r for some rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in SampleView x, int first, int count, double* r, double* sums)
    {
        if (!x.IsSparse)
        {
            DenseTile.AddTransposed(r, x.Row(first), count, x.Columns, sums);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            if (r[i] != 0)
            {
                var start = x.Starts[first + i];
                SparseRows.AddScaled(x.Values + start, x.Indices + start, x.Starts[first + i + 1] - start, r[i], sums);
            }
        }
    }
}
