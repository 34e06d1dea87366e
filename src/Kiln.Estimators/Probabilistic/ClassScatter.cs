using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>The samples of each class, their means, and the products of their distances from them.</summary>
internal sealed class ClassScatter
{
    // A block of centred rows stays in the second-level cache while the product reads it.
    private const int BlockElements = 32_768;
    private const int WidestOwnProduct = 160;

    private readonly Features _x;
    private readonly int[][] _members;

    /// <summary>Takes the means of dense samples.</summary>
    public ClassScatter(Features x, int[] codes, int classes)
    {
        (_x, Classes, Features) = (x, classes, x.Columns);
        var counts = new int[classes];
        foreach (var code in codes)
        {
            counts[code]++;
        }

        _members = Array.ConvertAll(counts, count => new int[count]);
        Array.Clear(counts);
        for (var row = 0; row < codes.Length; row++)
        {
            _members[codes[row]][counts[codes[row]]++] = row;
        }

        Counts = Array.ConvertAll(counts, count => (double)count);
        Means = ClassMoments.MeansOf(x, codes, classes, null).Means;
    }

    public int Classes { get; }

    public int Features { get; }

    /// <summary>How many samples each class has.</summary>
    public double[] Counts { get; }

    /// <summary>(classes, features).</summary>
    public double[] Means { get; }

    public ReadOnlySpan<double> Mean(int code) => Means.AsSpan(code * Features, Features);

    /// <summary>Σ (x − μ)(x − μ)ᵀ over the samples of a class.</summary>
    public double[] Products(int code) => Products(_members[code], Mean(code).ToArray());

    /// <summary>The samples of a class less its mean, row after row.</summary>
    public double[] Centred(int code)
    {
        var rows = new double[checked(_members[code].Length * Features)];
        for (var i = 0; i < _members[code].Length; i++)
        {
            TensorPrimitives.Subtract(_x.Row(_members[code][i]), Mean(code), rows.AsSpan(i * Features, Features));
        }

        return rows;
    }

    private double[] Products(int[] members, double[] mean)
    {
        var n = Features;
        var products = new double[n * n];
        if (n <= WidestOwnProduct)
        {
            RowBlocks.Sum(members.Length, (long)members.Length * n * n, products, (start, end, sums) => Add(members, mean, start, end, Math.Max(8, BlockElements / n), sums));
        }
        else
        {
            Add(members, mean, 0, members.Length, Math.Max(256, (1 << 22) / n), products);
        }

        return products;
    }

    private void Add(int[] members, double[] mean, int start, int end, int blockRows, Span<double> sums)
    {
        var n = Features;
        var block = new double[Math.Min(blockRows, end - start) * n];
        for (var first = start; first < end; first += blockRows)
        {
            var count = Math.Min(blockRows, end - first);
            for (var i = 0; i < count; i++)
            {
                TensorPrimitives.Subtract(_x.Row(members[first + i]), mean, block.AsSpan(i * n, n));
            }

            MatMul.Multiply(n, n, count, block, n, true, block, n, false, sums, n, accumulate: true);
        }
    }
}
