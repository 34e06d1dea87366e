using Kiln.Data;

namespace Kiln.Neural;

/// <summary>How much each sample of a batch counts: the dataset's weights times those of the classes.</summary>
internal static class SampleWeights
{
    /// <summary>The weights, (batch,); null when all samples count alike.</summary>
    /// <exception cref="ArgumentException">There are weights of classes, and several outputs that may have any.</exception>
    internal static Tensor? For(Batch batch, IReadOnlyDictionary<int, double>? classes, Wiring wiring)
    {
        if (classes is not { Count: > 0 })
        {
            return batch.Weights;
        }

        if (wiring.Outputs > 1)
        {
            throw new ArgumentException("FitOptions.ClassWeights: the network has several outputs, so a class is not of one of them; give the samples weights in the dataset instead");
        }

        Tensor ofClasses = OfClasses(wiring.TargetOf(batch, 0), classes);
        return batch.Weights is { } own ? own.To(DType.Float64) * ofClasses : ofClasses;
    }

    /// <summary>The weight of each sample's class, float64.</summary>
    /// <exception cref="ShapeException">The targets are neither classes nor rows of them.</exception>
    private static Tensor OfClasses(Tensor targets, IReadOnlyDictionary<int, double> classes)
    {
        Tensor labels = (targets.Rank, targets.DType.IsInteger()) switch
        {
            (1, true) => targets,
            (2, _) when targets.Shape[1] > 1 => targets.ArgMax(-1),
            (2, _) => targets.Reshape(targets.Shape[0]), // (batch, 1): 0 and 1.
            (1, false) => targets,
            _ => throw new ShapeException($"class weights: expected classes (batch,) or one-hot rows (batch, classes) as targets, got {targets.Shape}"),
        };
        double[] weights = Array.ConvertAll(
            labels.To(DType.Int64).ToArray<long>(), label => label is >= 0 and <= int.MaxValue && classes.TryGetValue((int)label, out double weight) ? weight : 1);
        return Tensor.From(weights);
    }
}
