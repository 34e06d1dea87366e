namespace Kiln.Neural;

/// <summary>
/// −t · log p − (1 − t) · log(1 − p), the mean over all elements, of probabilities p: for networks that end in a sigmoid, as in Keras.
/// <see cref="SigmoidCrossEntropy"/> is the same of logits, exact also where the sigmoid is 0 or 1.
/// </summary>
public sealed class BinaryCrossEntropy : ElementwiseLoss
{
    /// <summary>How far targets are drawn towards ½: t · (1 − s) + s / 2. At least 0 and below 1; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the range.</exception>
    public double LabelSmoothing
    {
        get;
        init => field = LossChecks.Share(value);
    }

    /// <inheritdoc/>
    public override string Name => "binary_cross_entropy";

    /// <inheritdoc/>
    /// <param name="outputs">Probabilities; they are kept 10⁻⁷ away from 0 and 1, as in Keras.</param>
    /// <param name="targets">0 to 1.</param>
    protected override Tensor Elementwise(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        return Formula(outputs, LabelSmoothing == 0 ? targets : targets * (1 - LabelSmoothing) + LabelSmoothing / 2);
    }

    internal static Tensor Formula(Tensor outputs, Tensor targets)
    {
        Tensor p = outputs.Clamp(LossChecks.Epsilon, 1 - LossChecks.Epsilon);
        return -(targets * p.Log() + (1.0 - targets) * (1.0 - p).Log());
    }

    internal override LossObjection? Judge(OutputRange outputs) => LossObjection.ToProbabilities(outputs, "sigmoid", nameof(SigmoidCrossEntropy));
}
