namespace Kiln.Neural;

/// <summary>What training makes small: a scalar, differentiable function of a network's outputs and the targets.</summary>
public abstract class Loss
{
    /// <summary>The name in histories and messages, in snake case as metrics are named.</summary>
    public abstract string Name { get; }

    /// <summary>Computes the loss of a batch: a float scalar, the mean over the batch.</summary>
    /// <param name="outputs">The network's outputs, with the batch as first axis.</param>
    /// <param name="targets">The targets; each loss says which shapes and types it takes.</param>
    public abstract Tensor Compute(Tensor outputs, Tensor targets);
}
