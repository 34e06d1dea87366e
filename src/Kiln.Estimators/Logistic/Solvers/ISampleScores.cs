using System.Runtime.CompilerServices;

namespace Kiln.Estimators;

/// <summary>The derivative of one sample's loss by its scores.</summary>
internal unsafe interface ISampleScores
{
    /// <summary>How many scores a sample has.</summary>
    public int Outputs { get; }

    /// <summary>Turns a sample's scores into the derivatives of its weighted loss, in place.</summary>
    public void ToSlopes(int row, double* scores);
}

/// <summary>The logistic loss of labels −1 and 1.</summary>
internal readonly unsafe struct BinaryScores(double[] labels, double[]? weights) : ISampleScores
{
    // Beyond this margin exp decides alone in scikit-learn, whose numbers these are.
    private const double Far = 18;

    public int Outputs => 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ToSlopes(int row, double* scores)
    {
        var label = labels[row];
        var margin = *scores * label;
        var slope = margin > Far ? -label * Math.Exp(-margin) : margin < -Far ? -label : -label / (Math.Exp(margin) + 1);
        *scores = weights is null ? slope : slope * weights[row];
    }
}

/// <summary>The softmax loss of class numbers.</summary>
internal readonly unsafe struct SoftmaxScores(int[] codes, int classes, double[]? weights) : ISampleScores
{
    public int Outputs => classes;

    public void ToSlopes(int row, double* scores)
    {
        var all = new Span<double>(scores, classes);
        System.Numerics.Tensors.TensorPrimitives.SoftMax(all, all);
        scores[codes[row]] -= 1;
        if (weights is not null)
        {
            System.Numerics.Tensors.TensorPrimitives.Multiply(all, weights[row], all);
        }
    }
}
