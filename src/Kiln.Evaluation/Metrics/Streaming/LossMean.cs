using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>
/// The mean loss per sample, reported as <c>loss</c>. A batch's loss is itself a mean, so batches count by their size: a small last batch weighs
/// less.
/// </summary>
/// <param name="name">The key under which the loss is reported.</param>
public sealed class LossMean(string name = "loss") : MeanMetric(name)
{
    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <summary>Adds the mean loss of a batch.</summary>
    /// <param name="loss">Mean loss of the batch; NaN and infinity show in <see cref="MeanMetric.Value"/>.</param>
    /// <param name="samples">Size of the batch, at least 0.</param>
    public void Add(double loss, int samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        if (samples > 0)
        {
            Accumulate(loss * samples, samples);
        }
    }

    /// <summary>Adds the mean loss of a batch.</summary>
    /// <param name="outputs">The loss: a tensor of one element.</param>
    /// <param name="targets">The targets of the batch, whose first axis is its size.</param>
    /// <exception cref="ShapeException">The loss has more than one element.</exception>
    public override void Update(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        Add(outputs.Item<double>(), targets.Rank == 0 ? 1 : targets.Shape[0]);
    }
}
