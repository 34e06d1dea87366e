namespace Kiln.Neural;

/// <summary>
/// The binary cross-entropy of logits: softplus(x) − t · x, the mean over all elements, which is −t · log σ(x) − (1 − t) · log(1 − σ(x))
/// without a logarithm of something near 0. For networks that end without a sigmoid.
/// </summary>
public sealed class SigmoidCrossEntropy : ElementwiseLoss
{
    /// <summary>How far targets are drawn towards ½: t · (1 − s) + s / 2. At least 0 and below 1; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the range.</exception>
    public double LabelSmoothing
    {
        get;
        init => field = LossChecks.Share(value);
    }

    /// <summary>How much more a target of 1 counts than one of 0, for classes that are rare; positive, 1 by default. PyTorch's pos_weight.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive, or not finite.</exception>
    public double PositiveWeight
    {
        get;
        init => field = LossChecks.Positive(value);
    }

    = 1;

    /// <inheritdoc/>
    public override string Name => "sigmoid_cross_entropy";

    /// <inheritdoc/>
    /// <param name="outputs">Any real numbers; no sigmoid before.</param>
    /// <param name="targets">0 to 1.</param>
    protected override Tensor Elementwise(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        Tensor t = LabelSmoothing == 0 ? targets : targets * (1 - LabelSmoothing) + LabelSmoothing / 2;
        return PositiveWeight == 1
            ? outputs.Softplus() - t * outputs
            : t * PositiveWeight * (-outputs).Softplus() + (1.0 - t) * outputs.Softplus();
    }

    internal override LossObjection? Judge(OutputRange outputs) => LossObjection.ToLogits(outputs, own: "sigmoid", "BinaryCrossEntropy, which compares probabilities");
}
