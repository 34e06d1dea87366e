using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>What the naive Bayes models of counts learn: the weight of each class, and the weighted sum of each feature in it.</summary>
/// <param name="Classes">The sum of weights of each class.</param>
/// <param name="Features">(classes, features).</param>
internal sealed record DiscreteCounts(double[] Classes, double[] Features)
{
    /// <summary>One pass over dense or sparse samples.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="codes">The class of each.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="weights">Sample weights or null.</param>
    public static DiscreteCounts Of(Features x, int[] codes, int classes, double[]? weights)
    {
        var (n, sums) = (x.Columns, new double[classes * (x.Columns + 1)]);
        var sparse = x.Sparse;
        var work = sparse is null ? (long)x.Rows * n : sparse.StoredCount;
        RowBlocks.Sum(x.Rows, work, sums, (start, end, partial) =>
        {
            for (var row = start; row < end; row++)
            {
                var line = partial.Slice(codes[row] * (n + 1), n + 1);
                var weight = weights?[row] ?? 1;
                line[n] += weight;
                if (sparse is not null)
                {
                    for (var i = sparse.RowStarts[row]; i < sparse.RowStarts[row + 1]; i++)
                    {
                        line[sparse.ColumnIndices[i]] += weight * sparse.Values[i];
                    }
                }
                else if (weights is null)
                {
                    TensorPrimitives.Add(line[..n], x.Row(row), line[..n]);
                }
                else
                {
                    TensorPrimitives.MultiplyAdd(x.Row(row), weight, line[..n], line[..n]);
                }
            }
        });
        var counts = new DiscreteCounts(new double[classes], new double[classes * n]);
        for (var c = 0; c < classes; c++)
        {
            sums.AsSpan(c * (n + 1), n).CopyTo(counts.Features.AsSpan(c * n));
            counts.Classes[c] = sums[(c * (n + 1)) + n];
        }

        return counts;
    }

    /// <summary>The sums of two parts.</summary>
    public DiscreteCounts Plus(DiscreteCounts other)
    {
        var (classes, features) = (new double[Classes.Length], new double[Features.Length]);
        TensorPrimitives.Add(Classes, other.Classes, classes);
        TensorPrimitives.Add(Features, other.Features, features);
        return new(classes, features);
    }
}
