using System.Runtime.Intrinsics;

namespace Kiln.Estimators;

/// <summary>
/// Mean and variance of the columns of sparse features of which nothing is missing. The two numbers that are gathered of a column lie side by side, so that a stored value costs one
/// addition of both.
/// </summary>
internal static unsafe class SparseMoments
{
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
            fixed (double* to = partial)
            {
                for (var row = start; row < end; row++)
                {
                    var weight = weights is null ? 1 : weights[row];
                    for (var i = x.Starts[row]; i < x.Starts[row + 1]; i++)
                    {
                        Add(to + (2 * (nint)x.Indices[i]), weight * x.Values[i], weight);
                    }
                }
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
            fixed (double* to = partial, center = means)
            {
                for (var row = start; row < end; row++)
                {
                    var weight = weights is null ? 1 : weights[row];
                    for (var i = x.Starts[row]; i < x.Starts[row + 1]; i++)
                    {
                        var column = (nint)x.Indices[i];
                        var distance = x.Values[i] - center[column];
                        Add(to + (2 * column), weight * distance * distance, weight * distance);
                    }
                }
            }
        });
        for (var c = 0; c < columns; c++)
        {
            squares[c] += pairs[2 * c];
            rests[c] += pairs[(2 * c) + 1];
        }

        return new(means, ColumnMoments.Corrected(squares, rests, counts), counts);
    }

    private static void Add(double* to, double first, double second) => Vector128.Store(Vector128.Load(to) + Vector128.Create(first, second), to);
}
