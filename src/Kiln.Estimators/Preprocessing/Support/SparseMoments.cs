using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Mean and variance of the columns of sparse features of which nothing is missing. The two numbers that are gathered of a column lie side by side, so that a stored value costs one
/// addition of both.
/// </summary>
internal static unsafe class SparseMoments
{
    // Numbers in a line of the cache.
    private const int Line = 8;

    /// <summary>The moments; null where a sum is not finite: then a value may be missing.</summary>
    /// <param name="x">The features.</param>
    /// <param name="weights">A weight for each row, or null.</param>
    public static ColumnMoments? Of(SparseMatrix x, double[]? weights) => SampleView.With(x, view => Of(view, weights));

    private static ColumnMoments? Of(SampleView x, double[]? weights)
    {
        var (columns, all) = (x.Columns, weights is null ? x.Rows : weights.Sum());
        var (pairs, means, counts) = (new double[2 * columns], new double[columns], new double[columns]);
        RowBlocks.Sum(x.Rows, x.Stored, pairs, (start, end, partial) =>
        {
            fixed (double* to = partial, own = weights)
            {
                AddSums(x, start, end, own, to);
            }
        });
        if (!Inputs.AllFinite(pairs))
        {
            return null;
        }

        counts.AsSpan().Fill(all);
        for (var c = 0; c < columns; c++)
        {
            means[c] = pairs[2 * c] / all;
        }

        var (squares, rests) = (new double[columns], new double[columns]);
        for (var c = 0; c < columns; c++)
        {
            var zeros = all - pairs[(2 * c) + 1];
            (squares[c], rests[c]) = (zeros * means[c] * means[c], -zeros * means[c]);
        }

        RowBlocks.Sum(x.Rows, x.Stored, pairs, (start, end, partial) =>
        {
            fixed (double* to = partial, own = weights, center = means)
            {
                AddDistances(x, start, end, own, center, to);
            }
        });
        for (var c = 0; c < columns; c++)
        {
            squares[c] += pairs[2 * c];
            rests[c] += pairs[(2 * c) + 1];
        }

        return new(means, ColumnMoments.Corrected(squares, rests, counts), counts);
    }

    /// <summary>Of each column the sum of the stored values, and how many there are. Both passes are optimized when they are first called: there are two in a fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSums(SampleView x, int start, int end, double* weights, double* to)
    {
        for (var row = start; row < end; row++)
        {
            var weight = weights == null ? 1 : weights[row];
            for (var i = x.Starts[row]; i < x.Starts[row + 1]; i += Line)
            {
                SparseRows.Fetch(x.Values + i, x.Indices + i);
            }

            for (var i = x.Starts[row]; i < x.Starts[row + 1]; i++)
            {
                Add(to + (2 * (nint)x.Indices[i]), weight * x.Values[i], weight);
            }
        }
    }

    /// <summary>Of each column the squared distances of the stored values from its mean, and the distances.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddDistances(SampleView x, int start, int end, double* weights, double* means, double* to)
    {
        for (var row = start; row < end; row++)
        {
            var weight = weights == null ? 1 : weights[row];
            for (var i = x.Starts[row]; i < x.Starts[row + 1]; i += Line)
            {
                SparseRows.Fetch(x.Values + i, x.Indices + i);
            }

            for (var i = x.Starts[row]; i < x.Starts[row + 1]; i++)
            {
                var column = (nint)x.Indices[i];
                var distance = x.Values[i] - means[column];
                var weighted = weight * distance;
                Add(to + (2 * column), weighted * distance, weighted);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(double* to, double first, double second) => Vector128.Store(Vector128.Load(to) + Vector128.Create(first, second), to);
}
