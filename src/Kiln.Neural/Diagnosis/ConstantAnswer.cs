namespace Kiln.Neural;

/// <summary>
/// The loss of a network that ignores its inputs, answering the share of each class or the targets' mean, and the loss of one that is
/// always right. What is learned shows between the two.
/// </summary>
internal static class ConstantAnswer
{
    private const double Small = 1e-6;

    /// <summary>Both losses for a batch; NaN when they cannot be told for this loss.</summary>
    internal static (double Constant, double Perfect) Losses(Loss loss, Tensor outputs, Tensor targets)
    {
        if (outputs.Rank < 2 || outputs.DType is not (DType.Float32 or DType.Float64) || targets.Rank == 0 || targets.Shape[0] == 0)
        {
            return (double.NaN, double.NaN);
        }

        using var quiet = Autograd.NoGrad();
        try
        {
            Tensor perfect = targets.Shape == outputs.Shape ? targets.To(DType.Float64) : OneHot(outputs, targets);
            Tensor constant = perfect.Mean(0, keepDims: true).BroadcastTo(perfect.Shape);
            return (Lowest(loss, constant, outputs, targets), Lowest(loss, perfect, outputs, targets));
        }
        catch (Exception e) when (e is ShapeException or DTypeException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            return (double.NaN, double.NaN); // A loss of another kind: pairs, sequences. The first loss stands in.
        }
    }

    /// <summary>
    /// The lowest loss of an answer, put as numbers, as probabilities, as logarithms of shares (for a softmax) and as log-odds (for a sigmoid): a loss
    /// does not say which it takes.
    /// </summary>
    private static double Lowest(Loss loss, Tensor answer, Tensor outputs, Tensor targets)
    {
        Tensor share = answer.Clamp(Small, 1 - Small);
        Tensor[] ways = [answer, share, answer.Clamp(Small).Log(), (share / (1 - share)).Log()];
        return ways.Select(a => loss.Compute(a.To(outputs.DType).Contiguous(), targets).Item<double>()).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
    }

    /// <summary>Class numbers, (batch,) or (batch, 1), as one at the class's place.</summary>
    private static Tensor OneHot(Tensor outputs, Tensor targets)
    {
        long[] labels = targets.To(DType.Int64).ToArray<long>();
        int classes = outputs.Shape[-1];
        var ones = new double[labels.Length * classes];
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= classes)
            {
                throw new ArgumentException($"target {labels[i]} is no class of {outputs.Shape}");
            }

            ones[(i * classes) + labels[i]] = 1;
        }

        return Tensor.From(ones, outputs.Shape.Sizes.ToArray());
    }
}
