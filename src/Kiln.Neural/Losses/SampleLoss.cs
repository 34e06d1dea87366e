namespace Kiln.Neural;

/// <summary>A loss that is the mean of one number per sample, or per position (pixel, token) of a sample.</summary>
public abstract class SampleLoss : Loss
{
    /// <summary>Computes the loss of each sample.</summary>
    /// <param name="outputs">The network's outputs, (batch, …).</param>
    /// <param name="targets">The targets.</param>
    /// <returns>(batch, …): usually the shape of the outputs without their last axis.</returns>
    public abstract Tensor PerSample(Tensor outputs, Tensor targets);

    /// <inheritdoc/>
    public override Tensor Compute(Tensor outputs, Tensor targets) => PerSample(outputs, targets).Mean();

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The weights are not (batch,) nor of the losses' shape.</exception>
    public override Tensor Compute(Tensor outputs, Tensor targets, Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Tensor losses = PerSample(outputs, targets);
        bool each = weights.Shape == losses.Shape;
        if (!each && !(weights.Rank == 1 && losses.Rank > 1 && weights.Shape[0] == losses.Shape[0]))
        {
            throw new ShapeException($"{Name}: weights of shape {weights.Shape} for losses of shape {losses.Shape}; expected one per sample, ({losses.Shape[0]},)");
        }

        Tensor scale = weights.To(losses.DType);
        for (int rank = scale.Rank; rank < losses.Rank; rank++)
        {
            scale = scale.ExpandDims(-1);
        }

        return (losses * scale).Mean();
    }
}
