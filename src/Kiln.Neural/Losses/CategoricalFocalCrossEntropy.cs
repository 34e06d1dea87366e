namespace Kiln.Neural;

/// <summary>
/// The categorical cross-entropy of probabilities, less weighed where the network is sure already: −α Σ t · (1 − p)^γ · log p over the classes, the mean
/// over the batch. Lin et al., "Focal loss for dense object detection" (2017); α and its default as in Keras. Sparse (integer) targets are taken too.
/// </summary>
public sealed class CategoricalFocalCrossEntropy : SampleLoss
{
    /// <summary>γ, how strongly what is easy is discounted; 2 by default, not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or not finite.</exception>
    public double Gamma
    {
        get;
        init => field = LossChecks.NotNegative(value);
    }

    = 2;

    /// <summary>α, a factor of the whole; 0.25 by default, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive, or not finite.</exception>
    public double Alpha
    {
        get;
        init => field = LossChecks.Positive(value);
    }

    = 0.25;

    /// <summary>How much of each target is spread evenly over all classes, at least 0 and below 1; 0 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the range.</exception>
    public double LabelSmoothing
    {
        get;
        init => field = LossChecks.Share(value);
    }

    /// <inheritdoc/>
    public override string Name => "categorical_focal_cross_entropy";

    /// <inheritdoc/>
    /// <param name="outputs">(…, classes): probabilities.</param>
    /// <param name="targets">Probabilities of the outputs' shape, or classes as integers of shape (…).</param>
    /// <returns>(…).</returns>
    /// <exception cref="ShapeException">The targets' shape is neither.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is not a class.</exception>
    public override Tensor PerSample(Tensor outputs, Tensor targets)
    {
        Tensor t = LossChecks.Probabilities(Name, outputs, targets, LabelSmoothing);
        Tensor p = CategoricalCrossEntropy.Normalized(outputs);
        return (t * (1.0 - p).Pow(Gamma) * p.Log()).Sum(-1) * -Alpha;
    }

    internal override LossObjection? Judge(OutputRange outputs) => LossObjection.ToProbabilities(outputs, "softmax", ofLogits: "");
}
