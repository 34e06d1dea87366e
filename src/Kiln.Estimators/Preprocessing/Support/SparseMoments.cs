using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Mean and variance of the columns of sparse features of which nothing is missing. The two numbers that are gathered of a column lie side by side, so that a stored value costs one
/// addition of both. One pass over them is enough where squares do not cancel; three are made where they do.
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
        Sum(AddSquares);
        if (!Inputs.AllFinite(pairs))
        {
            return null;
        }

        // With sums s and q of values and squares, n variance = q - s²/n. Where no more than half of q goes away, no more than one bit is lost; as s² is at most q times the weight of
        // the values that are not zero, that is so in every column of which half are zeros. (T. F. Chan, G. H. Golub, R. J. LeVeque, The American Statistician 37, 1983.)
        counts.AsSpan().Fill(all);
        var (squares, rests) = (new double[columns], new double[columns]);
        var isExact = true;
        for (var c = 0; c < columns; c++)
        {
            var (sum, square) = (pairs[2 * c], pairs[(2 * c) + 1]);
            means[c] = sum / all;
            squares[c] = square - (sum * means[c]);
            isExact &= squares[c] >= square / 2;
        }

        if (!isExact)
        {
            Sum(AddCounts);
            for (var c = 0; c < columns; c++)
            {
                var zeros = all - pairs[(2 * c) + 1];
                (squares[c], rests[c]) = (zeros * means[c] * means[c], -zeros * means[c]);
            }

            Sum(AddDistances);
            for (var c = 0; c < columns; c++)
            {
                squares[c] += pairs[2 * c];
                rests[c] += pairs[(2 * c) + 1];
            }
        }

        return new(means, ColumnMoments.Corrected(squares, rests, counts), counts);

        void Sum(Pass pass) => RowBlocks.Sum(x.Rows, x.Stored, pairs, (start, end, partial) =>
        {
            fixed (double* to = partial, own = weights, center = means)
            {
                pass(x, start, end, own, center, to);
            }
        });
    }

    // Passes are optimized when they are first called: a fit is over before tiered compilation would come to them.
    private delegate void Pass(SampleView x, int start, int end, double* weights, double* means, double* to);

    /// <summary>Of each column the sum of the stored values, and of their squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSquares(SampleView x, int start, int end, double* weights, double* means, double* to)
    {
        for (var row = start; row < end; row++)
        {
            var weight = weights == null ? 1 : weights[row];
            Fetch(x, row);
            for (var i = x.Starts[row]; i < x.Starts[row + 1]; i++)
            {
                var weighted = weight * x.Values[i];
                Add(to + (2 * (nint)x.Indices[i]), weighted, weighted * x.Values[i]);
            }
        }
    }

    /// <summary>Of each column the sum of the stored values, and how many there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddCounts(SampleView x, int start, int end, double* weights, double* means, double* to)
    {
        for (var row = start; row < end; row++)
        {
            var weight = weights == null ? 1 : weights[row];
            Fetch(x, row);
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
            Fetch(x, row);
            for (var i = x.Starts[row]; i < x.Starts[row + 1]; i++)
            {
                var column = (nint)x.Indices[i];
                var distance = x.Values[i] - means[column];
                var weighted = weight * distance;
                Add(to + (2 * column), weighted * distance, weighted);
            }
        }
    }

    // Asks for what is stored of a row, for rows of a few numbers are too short for the processor's own prefetcher.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(SampleView x, int row)
    {
        for (var i = x.Starts[row]; i < x.Starts[row + 1]; i += Line)
        {
            SparseRows.Fetch(x.Values + i, x.Indices + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(double* to, double first, double second) => Vector128.Store(Vector128.Load(to) + Vector128.Create(first, second), to);
}
