namespace Kiln.Estimators;

/// <summary>The rising curve with the least squared error: pools of neighbours that would fall, joined by straight lines, level beyond both ends (R. E. Barlow et al., Statistical Inference under Order Restrictions, 1972).</summary>
internal sealed class IsotonicCalibrator(double[] x, double[] y) : Calibrator
{
    public override double Probability(double score)
    {
        var at = Array.BinarySearch(x, score);
        if (at >= 0)
        {
            return y[at];
        }

        at = ~at;
        return at == 0 ? y[0]
            : at == x.Length ? y[^1]
            : y[at - 1] + ((y[at] - y[at - 1]) * ((score - x[at - 1]) / (x[at] - x[at - 1])));
    }

    public override void Write(ModelWriter writer, string name)
    {
        writer.Numbers(name + ".x", x);
        writer.Numbers(name + ".y", y);
    }

    public static IsotonicCalibrator Read(ModelReader reader, string name)
    {
        var x = reader.Numbers(name + ".x");
        return x.Length > 0 ? new(x, reader.Numbers(name + ".y", x.Length)) : throw reader.Damaged($"'{name}' is empty");
    }

    public static IsotonicCalibrator Fit(double[] scores, bool[] positive, double[]? weights)
    {
        var order = Enumerable.Range(0, scores.Length).Where(i => weights is null || weights[i] > 0).OrderBy(i => scores[i]).ToArray();
        var (x, y, w) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var i in order)
        {
            var (value, weight) = (positive[i] ? 1.0 : 0.0, weights?[i] ?? 1);
            if (x.Count > 0 && scores[i] - x[^1] < 1e-15)
            {
                // The same score: one point with the mean.
                y[^1] = ((y[^1] * w[^1]) + (value * weight)) / (w[^1] + weight);
                w[^1] += weight;
            }
            else
            {
                x.Add(scores[i]);
                y.Add(value);
                w.Add(weight);
            }
        }

        return new([.. x], Pooled(y, w));
    }

    /// <summary>Pools adjacent violators: each block's mean is at least that of the block before.</summary>
    private static double[] Pooled(List<double> y, List<double> w)
    {
        var blocks = new Stack<(double Sum, double Weight, int Count)>();
        for (var i = 0; i < y.Count; i++)
        {
            var block = (Sum: y[i] * w[i], Weight: w[i], Count: 1);
            while (blocks.TryPeek(out var before) && before.Sum * block.Weight >= block.Sum * before.Weight)
            {
                blocks.Pop();
                block = (before.Sum + block.Sum, before.Weight + block.Weight, before.Count + block.Count);
            }

            blocks.Push(block);
        }

        return [.. blocks.Reverse().SelectMany(block => Enumerable.Repeat(block.Sum / block.Weight, block.Count))];
    }
}
