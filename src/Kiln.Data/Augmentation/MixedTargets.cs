using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>What the transforms that mix examples share: who is mixed with whom, by which share, and the targets.</summary>
internal static class MixedTargets
{
    /// <summary>A draw from Beta(alpha, alpha): one gamma draw by the sum of two.</summary>
    internal static double Share(RandomKey key, double alpha)
    {
        var first = Gamma(new RandomSequence(key.Derive(0)), alpha);
        var second = Gamma(new RandomSequence(key.Derive(1)), alpha);
        return first + second > 0 ? first / (first + second) : 0.5;
    }

    /// <summary>The targets of a batch as probabilities, float32 (B, classes).</summary>
    internal static Tensor Probabilities(Batch batch, int classes, string name)
    {
        if (batch.OtherInputs.Count > 0 || batch.OtherTargets.Count > 0)
        {
            throw new DatasetException($"{name}: the data has several inputs or targets, which cannot all be mixed; mix examples of one input and one target");
        }

        var targets = batch.Targets;
        if (targets.Rank == 2 && targets.Shape[1] == classes && targets.DType.IsFloatingPoint())
        {
            return targets.To(DType.Float32);
        }

        if (targets.Rank != 1 || !targets.DType.IsInteger())
        {
            throw new ShapeException(
                $"{name}: targets are class labels, integers (B,), or probabilities, (B, {classes}); these are {targets.DType.Name()} {targets.Shape}");
        }

        var labels = targets.To(DType.Int64).ToArray<long>();
        var rows = new float[labels.Length * classes];
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || labels[i] >= classes)
            {
                throw new DatasetException($"{name}: example {i} has the label {labels[i]}; there are {classes} classes");
            }

            rows[i * classes + labels[i]] = 1;
        }

        return Tensor.From(rows, [labels.Length, classes]);
    }

    /// <summary>share · targets + (1 − share) · those of the partners.</summary>
    internal static Tensor Mix(Tensor targets, int[] partners, double share) => targets * share + TensorDataset.Rows(targets.Contiguous(), partners) * (1 - share);

    /// <summary>Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000); shapes below 1 by their section 6.</summary>
    private static double Gamma(RandomSequence draws, double shape)
    {
        if (shape < 1)
        {
            return Gamma(draws, shape + 1) * Math.Pow(1 - draws.NextDouble(), 1 / shape);
        }

        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = draws.NextNormal();
            var v = 1 + c * x;
            if (v > 0)
            {
                v = v * v * v;
                if (Math.Log(1 - draws.NextDouble()) < 0.5 * x * x + d - d * v + d * Math.Log(v))
                {
                    return d * v;
                }
            }
        }
    }
}
