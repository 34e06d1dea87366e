using System.Globalization;
using Kiln.Data;

namespace Kiln.Neural;

/// <summary>How much each sample of a batch counts: the dataset's weights times those of the classes.</summary>
internal static class SampleWeights
{
    /// <summary>The weights, (batch,); null when all samples count alike.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="outputs">What the network made of it.</param>
    /// <param name="classes">The weights of classes, or none.</param>
    /// <param name="wiring">Where its targets are.</param>
    /// <param name="unmet">Classes with weights of which no sample came up yet; those of this batch are taken out.</param>
    /// <exception cref="ArgumentException">There are weights of classes, and several outputs that may have any, or of a class that the network does not have.</exception>
    internal static Tensor? For(Batch batch, Tensor[] outputs, IReadOnlyDictionary<int, double>? classes, Wiring wiring, HashSet<int> unmet)
    {
        if (classes is not { Count: > 0 })
        {
            return batch.Weights;
        }

        if (wiring.Outputs > 1)
        {
            throw new ArgumentException("FitOptions.ClassWeights: the network has several outputs, so a class is not of one of them; give the samples weights in the dataset instead");
        }

        CheckClasses(outputs[0], classes);
        Tensor ofClasses = OfClasses(wiring.TargetOf(batch, 0), classes, unmet);
        return batch.Weights is { } own ? own.To(DType.Float64) * ofClasses : ofClasses;
    }

    /// <summary>A weight of a class that the network cannot name is a slip: of labels that count from 1, for instance.</summary>
    private static void CheckClasses(Tensor outputs, IReadOnlyDictionary<int, double> classes)
    {
        if (outputs.Rank < 2)
        {
            return;
        }

        int known = Math.Max(2, outputs.Shape[-1]); // One output stands for two classes.
        int[] strange = [.. classes.Keys.Where(c => c >= known).Order()];
        if (strange.Length > 0)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"FitOptions.ClassWeights: there is no class {string.Join(", ", strange)}; the network's outputs {outputs.Shape} stand for the classes 0 to {known - 1}"));
        }
    }

    /// <summary>The weight of each sample's class, float64.</summary>
    /// <exception cref="ShapeException">The targets are neither classes nor rows of them.</exception>
    private static Tensor OfClasses(Tensor targets, IReadOnlyDictionary<int, double> classes, HashSet<int> unmet)
    {
        Tensor labels = (targets.Rank, targets.DType.IsInteger()) switch
        {
            (1, true) => targets,
            (2, _) when targets.Shape[1] > 1 => targets.ArgMax(-1),
            (2, _) => targets.Reshape(targets.Shape[0]), // (batch, 1): 0 and 1.
            (1, false) => targets,
            _ => throw new ShapeException($"class weights: expected classes (batch,) or one-hot rows (batch, classes) as targets, got {targets.Shape}"),
        };
        double[] weights = Array.ConvertAll(labels.To(DType.Int64).ToArray<long>(), label =>
        {
            if (label is < 0 or > int.MaxValue || !classes.TryGetValue((int)label, out double weight))
            {
                return 1;
            }

            unmet.Remove((int)label);
            return weight;
        });
        return Tensor.From(weights);
    }
}
