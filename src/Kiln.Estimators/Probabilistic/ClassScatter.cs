using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>The samples of each class, their means, and the products of their distances from them.</summary>
internal sealed unsafe class ClassScatter
{
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

    /// <summary>How many samples there are.</summary>
    public int Rows => _x.Rows;

    public int Features { get; }

    /// <summary>How many samples each class has.</summary>
    public double[] Counts { get; }

    /// <summary>(classes, features).</summary>
    public double[] Means { get; }

    public ReadOnlySpan<double> Mean(int code) => Means.AsSpan(code * Features, Features);

    /// <summary>Σ (x − μ)(x − μ)ᵀ over the samples of a class.</summary>
    public double[] Products(int code, CancellationToken cancellation)
    {
        var (members, mean) = (_members[code], Mean(code).ToArray());
        return SymmetricProducts.Sum(members.Length, Features, (first, count, to, stride) =>
        {
            fixed (double* x = FeaturesMarshal.GetSpan(_x), a = mean)
            {
                for (var i = 0; i < count; i++)
                {
                    CentredRows.Write(x + ((nint)members[first + i] * Features), Features, 1, Features, a, null, to + ((nint)i * stride), stride);
                }
            }

            GC.KeepAlive(_x);
        }, cancellation);
    }

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
}
