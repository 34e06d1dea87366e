namespace Kiln.Estimators;

/// <summary>
/// Predictions of a pipeline for many dense samples, some at a time: what the steps make of the samples is then a block that stays in cache instead of a copy of all
/// of them. Only where every step transforms each sample alone.
/// </summary>
internal static class PipelineBlocks
{
    // 2 MiB of samples: large enough for the threads to share, small beside what the samples themselves take.
    private const int BlockElements = 1 << 18;
    private const int LeastBlocks = 4;

    /// <summary>The predictions of the last step.</summary>
    public static Target Predict(PipelineParts parts, Features x)
    {
        var blocks = Of(parts, x, parts.Last.Predict);
        if (blocks is null)
        {
            return parts.Last.Predict(parts.Samples(x));
        }

        return blocks[0].Kind switch
        {
            TargetKind.Numbers => Target.Of(Joined(blocks, block => block.Numbers()), blocks[0].Outputs),
            TargetKind.Integers => Target.Of(Joined(blocks, block => block.Integers()), blocks[0].Outputs),
            _ => Target.Of([.. blocks.SelectMany(block => block.Texts())]),
        };
    }

    /// <summary>Numbers that the last step gives for each sample, such as probabilities.</summary>
    /// <param name="parts">The pipeline.</param>
    /// <param name="x">The samples.</param>
    /// <param name="give">Gives them for transformed samples: (samples,) or (samples, …).</param>
    public static Tensor Rows(PipelineParts parts, Features x, Func<Features, Tensor> give) => Of(parts, x, give) is { } blocks
        ? blocks.Count == 1 ? blocks[0] : Tensor.Concat(blocks)
        : give(parts.Samples(x));

    /// <summary>
    /// The score of the last step, as scikit-learn has it: by the pipeline's predictions, some samples at a time, where the last step rates predictions; otherwise the
    /// last step sees all that the others make of the samples.
    /// </summary>
    /// <param name="last">The last step.</param>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="name">The name of the score that models of the pipeline's kind have.</param>
    /// <param name="score">That score, of samples as the pipeline takes them.</param>
    /// <param name="x">The samples.</param>
    /// <param name="y">The target.</param>
    /// <param name="sampleWeights">How much each sample counts, or null.</param>
    public static double Score(PredictorModel last, IPipelineModel pipeline, string name, Func<Features, Target, double[]?, double> score, Features x, Target y, double[]? sampleWeights) =>
        last.ScoreName == name ? score(x, y, sampleWeights) : last.Score(pipeline.TransformBeforeLast(x), y, sampleWeights);

    // Null where the samples are few, not dense, or what a step makes of one may depend on the others; and where a sample is refused, so that it is refused by its own number.
    private static List<T>? Of<T>(PipelineParts parts, Features x, Func<Features, T> give)
    {
        var rows = Math.Max(1, BlockElements / x.Columns);
        if (x.Kind != FeaturesKind.Dense || x.Rows / LeastBlocks < rows || !Array.TrueForAll(parts.Before, step => step.TransformsSamplesAlone))
        {
            return null;
        }

        var (blocks, block) = (new List<T>(), Array.Empty<double>());
        try
        {
            for (var first = 0; first < x.Rows; first += rows)
            {
                var count = Math.Min(rows, x.Rows - first);
                block = block.Length == count * x.Columns ? block : new double[count * x.Columns];
                FeaturesMarshal.GetSpan(x).Slice(first * x.Columns, block.Length).CopyTo(block);
                blocks.Add(give(Samples(parts, Features.Dense(block, count, x.Columns, x.Names), block)));
            }
        }
        catch (DatasetException)
        {
            return null;
        }

        GC.KeepAlive(x);
        return blocks;
    }

    // The first step may work in the block's own memory; what it returns is in other hands then.
    private static Features Samples(PipelineParts parts, Features x, double[] block)
    {
        for (var i = 0; i < parts.Before.Length; i++)
        {
            x = i == 0 ? parts.Before[i].TransformOwned(x, block) : parts.Before[i].Transform(x);
        }

        return x;
    }

    private delegate ReadOnlySpan<T> Reader<T>(Target block);

    private static T[] Joined<T>(List<Target> blocks, Reader<T> read)
    {
        var all = new T[blocks.Sum(block => block.Count * block.Outputs)];
        var at = 0;
        foreach (var block in blocks)
        {
            var values = read(block);
            values.CopyTo(all.AsSpan(at));
            at += values.Length;
        }

        return all;
    }
}
