namespace Kiln.Neural;

/// <summary>
/// −Σ t · log p over the classes, the mean over the batch, of probabilities p: for networks that end in a softmax, as in Keras.
/// <see cref="SoftmaxCrossEntropy"/> is the same of logits, exact and faster.
/// </summary>
/// <remarks>Rows are divided by their sum and kept 10⁻⁷ away from 0 and 1, as in Keras. Sparse (integer) targets are taken too.</remarks>
public sealed class CategoricalCrossEntropy : SampleLoss
{
    /// <summary>How much of each target is spread evenly over all classes, at least 0 and below 1; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the range.</exception>
    public double LabelSmoothing
    {
        get;
        init => field = LossChecks.Share(value);
    }

    /// <inheritdoc/>
    public override string Name => "categorical_cross_entropy";

    /// <inheritdoc/>
    /// <param name="outputs">(…, classes): probabilities.</param>
    /// <param name="targets">Probabilities of the outputs' shape, or classes as integers of shape (…).</param>
    /// <returns>(…).</returns>
    /// <exception cref="ShapeException">The targets' shape is neither.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is not a class.</exception>
    public override Tensor PerSample(Tensor outputs, Tensor targets)
    {
        Tensor t = LossChecks.Probabilities(Name, outputs, targets, LabelSmoothing);
        return -(t * Normalized(outputs).Log()).Sum(-1);
    }

    internal static Tensor Normalized(Tensor outputs) =>
        (outputs / outputs.Sum(-1, keepDims: true)).Clamp(LossChecks.Epsilon, 1 - LossChecks.Epsilon);

    internal override LossObjection? Judge(OutputRange outputs) => LossObjection.ToProbabilities(outputs, "softmax", nameof(SoftmaxCrossEntropy));
}
