using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>Xᵀ·(h ∘ (X·v + offset)) in one pass over the samples: the product of the Hessian with a vector. A group's sums: features, then the sum of h ∘ (X·v + offset).</summary>
internal readonly unsafe struct CurvaturePass(SampleView x, RowTiling tiling, double* curvatures, double* v, double offset, double* sums) : ITileBody
{
    public const int Extra = 1;

    public void Invoke(int tile)
    {
        var own = sums + ((nint)tile * (x.Columns + Extra));
        new Span<double>(own, x.Columns + Extra).Clear();
        var products = stackalloc double[RowTiling.LongestTile];
        var end = Math.Min(tiling.Rows, (tile + 1) * tiling.GroupRows);
        for (var first = tile * tiling.GroupRows; first < end; first += tiling.TileRows)
        {
            var count = Math.Min(tiling.TileRows, end - first);
            var total = x.IsSparse ? Sparse(first, count, products) : Dense(first, count, products);

            own[x.Columns] += total;
            TileScores.Backward(x, first, count, products, own);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Dense(int first, int count, double* products)
    {
        TileScores.Forward(x, first, count, v, offset, products);
        var total = 0.0;
        for (var i = 0; i < count; i++)
        {
            products[i] *= curvatures[first + i];
            total += products[i];
        }

        return total;
    }

    /// <summary>Samples behind a hinge do not curve: where the loss is 0 the row is not read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Sparse(int first, int count, double* products)
    {
        var total = 0.0;
        for (var i = 0; i < count; i++)
        {
            var (curvature, start) = (curvatures[first + i], x.Starts[first + i]);
            products[i] = curvature == 0 ? 0 : curvature * (SparseRows.DotAhead(x.Values + start, x.Indices + start, x.Starts[first + i + 1] - start, v) + offset);
            total += products[i];
        }

        return total;
    }
}
