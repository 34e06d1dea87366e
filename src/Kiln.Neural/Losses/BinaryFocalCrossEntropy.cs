namespace Kiln.Neural;

/// <summary>
/// The binary cross-entropy of probabilities, less weighed where the network is sure already: (1 − q)^γ · BCE with q the probability given to the truth;
/// the mean over all elements. Lin et al., "Focal loss for dense object detection" (2017), equation 4; with class balancing, equation 5.
/// </summary>
public sealed class BinaryFocalCrossEntropy : ElementwiseLoss
{
    /// <summary>γ, how strongly what is easy is discounted; 2 by default, not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or not finite.</exception>
    public double Gamma
    {
        get;
        init => field = LossChecks.NotNegative(value);
    }

    = 2;

    /// <summary>α, the weight of targets of 1, and 1 − α that of 0; null (no balancing) by default, usually 0.25. From 0 to below 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the range.</exception>
    public double? Alpha
    {
        get;
        init => field = value is { } alpha ? LossChecks.Share(alpha) : null;
    }

    /// <inheritdoc/>
    public override string Name => "binary_focal_cross_entropy";

    /// <inheritdoc/>
    /// <param name="outputs">Probabilities.</param>
    /// <param name="targets">0 to 1.</param>
    protected override Tensor Elementwise(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        Tensor p = outputs.Clamp(LossChecks.Epsilon, 1 - LossChecks.Epsilon);
        Tensor truth = targets * p + (1.0 - targets) * (1.0 - p);
        Tensor loss = (1.0 - truth).Pow(Gamma) * BinaryCrossEntropy.Formula(outputs, targets);
        return Alpha is { } alpha ? loss * (targets * alpha + (1.0 - targets) * (1 - alpha)) : loss;
    }

    internal override LossObjection? Judge(OutputRange outputs) => LossObjection.ToProbabilities(outputs, "sigmoid", ofLogits: "");
}
