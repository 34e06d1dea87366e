namespace Kiln.Neural;

/// <summary>
/// The loss of classification: the mean over the batch of −log softmax(outputs)[target]. The network ends without a softmax: outputs are
/// any real numbers (logits), and the softmax is part of this loss, where it is exact and fast.
/// </summary>
public sealed class SoftmaxCrossEntropy : Loss
{
    /// <summary>
    /// How much of each target is spread evenly over all classes, at least 0 and below 1: target · (1 − s) + s / classes. Szegedy et al.,
    /// "Rethinking the Inception architecture" (2016), section 7. 0 by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the range.</exception>
    public double LabelSmoothing
    {
        get;
        init => field = value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(LabelSmoothing), value, $"LabelSmoothing must be at least 0 and below 1, got {value}");
    }

    /// <inheritdoc/>
    public override string Name => "softmax_cross_entropy";

    /// <inheritdoc/>
    /// <param name="outputs">(…, classes): the network's outputs.</param>
    /// <param name="targets">Classes as integers of shape (…), or probabilities of the outputs' shape (one-hot rows, soft labels).</param>
    /// <exception cref="ShapeException">The targets' shape is neither.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is not a class.</exception>
    public override Tensor Compute(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (outputs.Count == 0)
        {
            throw new ShapeException($"softmax cross-entropy: no rows in outputs of shape {outputs.Shape}");
        }

        Tensor loss = Functional.SoftmaxCrossEntropy(outputs, targets).Mean();
        if (LabelSmoothing == 0)
        {
            return loss;
        }

        // Linear in the target: (1 − s) · loss(target) + s · loss(even).
        int classes = outputs.Shape[-1];
        Tensor even = Functional.SoftmaxCrossEntropy(outputs, Tensor.Full(outputs.Shape, 1.0 / classes, outputs.DType)).Mean();
        return loss * (1 - LabelSmoothing) + even * LabelSmoothing;
    }
}
