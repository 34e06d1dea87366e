namespace Kiln.Neural;

/// <summary>What training makes small: a scalar, differentiable function of a network's outputs and the targets.</summary>
/// <remarks>
/// A loss of one's own derives from <see cref="SampleLoss"/> when it is a mean of one number per sample, which lets samples and classes
/// have weights, and from this class when it is not.
/// </remarks>
public abstract class Loss
{
    /// <summary>The name in histories and messages, in snake case as metrics are named.</summary>
    public abstract string Name { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Computes the loss of a batch: a float scalar, the mean over the batch.</summary>
    /// <param name="outputs">The network's outputs, with the batch as first axis.</param>
    /// <param name="targets">The targets; each loss says which shapes and types it takes.</param>
    public abstract Tensor Compute(Tensor outputs, Tensor targets);

    /// <summary>
    /// Computes the loss of a batch whose samples count differently: the sum of weight · loss over the samples, divided by their number (Keras's
    /// rule; PyTorch's class weights divide by the sum of the weights).
    /// </summary>
    /// <param name="outputs">The network's outputs, with the batch as first axis.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="weights">The weight of each sample, (batch,); of each position when the losses have more axes, (batch, …).</param>
    /// <exception cref="NotSupportedException">This loss is not made of one number per sample.</exception>
    public virtual Tensor Compute(Tensor outputs, Tensor targets, Tensor weights) => throw new NotSupportedException(
        $"{Name}: the loss is not a mean over samples, so samples and classes cannot have weights");

    /// <summary>What speaks against the last layer of a network; null when nothing does.</summary>
    /// <param name="outputs">Between which numbers its outputs lie.</param>
    internal virtual LossObjection? Judge(OutputRange outputs) => null;
}
