namespace Kiln.Neural;

/// <summary>
/// The Kullback-Leibler divergence Σ t · log(t / p) over the last axis, the mean over the batch: how far the distribution p is from the distribution t.
/// Both are kept between 10⁻⁷ and 1, as in Keras.
/// </summary>
public sealed class KLDivergence : SampleLoss
{
    /// <inheritdoc/>
    public override string Name => "kl_divergence";

    /// <inheritdoc/>
    /// <param name="outputs">(…, classes): probabilities.</param>
    /// <param name="targets">The same shape: probabilities.</param>
    /// <returns>(…).</returns>
    /// <exception cref="ShapeException">The shapes differ, or there are no elements.</exception>
    public override Tensor PerSample(Tensor outputs, Tensor targets)
    {
        LossChecks.SameShape(Name, outputs, targets);
        Tensor t = targets.To(outputs.DType).Clamp(LossChecks.Epsilon, 1);
        Tensor p = outputs.Clamp(LossChecks.Epsilon, 1);
        return (t * (t / p).Log()).Sum(-1);
    }

    internal override LossObjection? Judge(OutputRange outputs) => outputs.Form == OutputForm.LogSoftmax
        ? LossObjection.Mistake($"the network ends in {outputs.What}, and the loss compares probabilities, not their logarithms (PyTorch's kl_div takes those). Put a Softmax() last")
        : LossObjection.ToProbabilities(outputs, "softmax", ofLogits: "");
}
