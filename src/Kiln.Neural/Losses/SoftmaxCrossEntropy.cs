namespace Kiln.Neural;

/// <summary>
/// The loss of classification: the mean over the batch of −log softmax(outputs)[target]. The network ends without a softmax: outputs are
/// any real numbers (logits), and the softmax is part of this loss, where it is exact and fast.
/// </summary>
public sealed class SoftmaxCrossEntropy : SampleLoss
{
    /// <summary>
    /// How much of each target is spread evenly over all classes, at least 0 and below 1: target · (1 − s) + s / classes. Szegedy et al.,
    /// "Rethinking the Inception architecture" (2016), section 7. 0 by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the range.</exception>
    public double LabelSmoothing
    {
        get;
        init => field = LossChecks.Share(value);
    }

    /// <inheritdoc/>
    public override string Name => "softmax_cross_entropy";

    /// <inheritdoc/>
    /// <param name="outputs">(…, classes): the network's outputs.</param>
    /// <param name="targets">Classes as integers of shape (…), or probabilities of the outputs' shape (one-hot rows, soft labels).</param>
    /// <returns>(…).</returns>
    /// <exception cref="ShapeException">The targets' shape is neither.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is not a class.</exception>
    public override Tensor PerSample(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (outputs.Count == 0)
        {
            throw new ShapeException($"softmax cross-entropy: no rows in outputs of shape {outputs.Shape}");
        }

        if (outputs.Rank > 0)
        {
            LossChecks.SeveralClasses(Name, outputs);
        }

        if (LabelSmoothing == 0)
        {
            return Functional.SoftmaxCrossEntropy(outputs, targets);
        }

        return targets.DType.IsInteger()
            ? Functional.SoftmaxCrossEntropy(outputs, targets, new CrossEntropyOptions(LabelSmoothing))
            : Functional.SoftmaxCrossEntropy(outputs, targets * (1 - LabelSmoothing) + LabelSmoothing / outputs.Shape[-1]);
    }

    internal override LossObjection? Judge(OutputRange outputs) => LossObjection.ToLogits(outputs, own: "softmax", "CategoricalCrossEntropy, which compares probabilities");
}
