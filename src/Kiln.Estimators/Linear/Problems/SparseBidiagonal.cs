using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>The step of a bidiagonalization over sparse rows: a row is read once for the product with the one vector and its share of the other.</summary>
/// <remarks>Optimized when it is first called: a fit has made its passes before tiered compilation would come to them, and the loop of a lambda cost as much as either product.</remarks>
internal static unsafe class SparseBidiagonal
{
    /// <summary>r ← A·v − α·r over the rows from start up to end; sums += Aᵀ·r of the new r, before the means are taken from A; behind them the sum of r, and that of its squares.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="start">The first row.</param>
    /// <param name="end">The one after the last.</param>
    /// <param name="v">(features,).</param>
    /// <param name="shift">The means times v.</param>
    /// <param name="roots">The roots of the weights; null for 1.</param>
    /// <param name="alpha">α.</param>
    /// <param name="r">(samples,).</param>
    /// <param name="sums">(features + 2,).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(SampleView x, int start, int end, double* v, double shift, double* roots, double alpha, double* r, double* sums)
    {
        var (total, square) = (0.0, 0.0);
        for (var row = start; row < end; row++)
        {
            var (first, root) = (x.Starts[row], roots == null ? 1 : roots[row]);
            var count = x.Starts[row + 1] - first;
            var own = ((SparseRows.DotAhead(x.Values + first, x.Indices + first, count, v) - shift) * root) - (alpha * r[row]);
            SparseRows.AddScaled(x.Values + first, x.Indices + first, count, own * root, sums);
            r[row] = own;
            total += own * root;
            square += own * own;
        }

        sums[x.Columns] += total;
        sums[x.Columns + 1] += square;
    }
}
