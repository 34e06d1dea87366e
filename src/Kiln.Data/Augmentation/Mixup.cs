using Kiln.Tensors;

namespace Kiln.Data;

/// <summary>Mixes examples in pairs; see <see cref="Augment.Mixup"/>.</summary>
internal sealed class Mixup(int classes, double alpha) : Transform
{
    private const string Name = "mixup";

    public override Batch Apply(Batch batch, RandomKey key)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Inputs.DType != DType.Float32)
        {
            throw new DTypeException($"{Name}: inputs are float32, these are {batch.Inputs.DType.Name()}");
        }

        var draws = key.Derive(Name);
        var share = MixedTargets.Share(draws.Derive("share"), alpha);
        var partners = draws.Derive("partners").Permutation(batch.Count);
        var targets = MixedTargets.Probabilities(batch, classes, Name);
        return batch with
        {
            Inputs = batch.Inputs * share + TensorDataset.Rows(batch.Inputs.Contiguous(), partners) * (1 - share),
            Targets = MixedTargets.Mix(targets, partners, share),
        };
    }

    public override Shape TargetShape(Shape shape) => [classes];
}
