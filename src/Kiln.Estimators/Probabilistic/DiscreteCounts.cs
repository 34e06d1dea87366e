using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>What the naive Bayes models of counts learn: the weight of each class, and the weighted sum of each feature in it.</summary>
/// <param name="Classes">The sum of weights of each class.</param>
/// <param name="Features">(classes, features).</param>
internal sealed record DiscreteCounts(double[] Classes, double[] Features)
{
    /// <summary>Counts values of 0 or more, in one pass that checks them too.</summary>
    /// <param name="common">The estimator's side.</param>
    /// <param name="x">Dense or sparse samples, not checked yet.</param>
    /// <param name="codes">The class of each.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="weights">Sample weights or null.</param>
    /// <exception cref="DatasetException">A value is negative or not finite.</exception>
    public static DiscreteCounts Of(DiscreteNaiveBayes common, Features x, int[] codes, int classes, double[]? weights)
    {
        var sums = Sum(common.Name, x, codes, classes, weights, default(CountOf));
        if (sums[^1] != 0)
        {
            common.NotNegative(x);
        }

        return Of(sums, classes, x.Columns);
    }

    /// <summary>Counts values as they are, or how many are above a threshold, in one pass that checks them too.</summary>
    /// <param name="owner">The estimator's name.</param>
    /// <param name="x">Dense or sparse samples, not checked yet.</param>
    /// <param name="codes">The class of each.</param>
    /// <param name="classes">How many classes.</param>
    /// <param name="weights">Sample weights or null.</param>
    /// <param name="threshold">The threshold, 0 or more, or null.</param>
    /// <exception cref="DatasetException">A value is not finite.</exception>
    public static DiscreteCounts Of(string owner, Features x, int[] codes, int classes, double[]? weights, double? threshold)
    {
        var sums = threshold is { } above
            ? Sum(owner, x, codes, classes, weights, new CountAbove(above))
            : Sum(owner, x, codes, classes, weights, default(AnyCount));
        return Of(sums, classes, x.Columns);
    }

    private static double[] Sum<TValue>(string owner, Features x, int[] codes, int classes, double[]? weights, TValue value)
        where TValue : struct, ICountedValue
    {
        var sums = new double[(classes * (x.Columns + 1)) + 1];
        SampleView.With(x, view =>
        {
            var pass = new CountPass<TValue>(view, codes, weights, value);
            RowBlocks.Sum(view.Rows, view.Stored, sums, pass.Add);
            return true;
        });

        // NaN and infinities reach the sums or their trace; finite values that add up to infinity pass.
        if (!Inputs.AllFinite(sums))
        {
            Inputs.CheckFinite(owner, x, allowMissing: false);
        }

        return sums;
    }

    private static DiscreteCounts Of(double[] sums, int classes, int n)
    {
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
