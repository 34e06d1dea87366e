namespace Kiln.Neural;

/// <summary>
/// Draws pairs that belong together near and pushes others at least a margin apart: t · d² + (1 − t) · max(margin − d, 0)², the mean over the pairs.
/// Hadsell, Chopra and LeCun, "Dimensionality reduction by learning an invariant mapping" (2006), equation 4, without its factor ½.
/// </summary>
public sealed class ContrastiveLoss : SampleLoss
{
    /// <summary>How far apart pairs that do not belong together should be; 1 by default, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive, or not finite.</exception>
    public double Margin
    {
        get;
        init => field = LossChecks.Positive(value);
    }

    = 1;

    /// <inheritdoc/>
    public override string Name => "contrastive";

    /// <inheritdoc/>
    /// <param name="outputs">The distances d of the pairs, any shape; see <see cref="OfPairs"/> for embeddings.</param>
    /// <param name="targets">The same shape: 1 for a pair that belongs together, 0 for another.</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="ShapeException">The shapes differ, or there are no elements.</exception>
    public override Tensor PerSample(Tensor outputs, Tensor targets)
    {
        LossChecks.SameShape(Name, outputs, targets);
        Tensor together = targets.To(outputs.DType);
        return together * outputs.Square() + (1.0 - together) * (Margin - outputs).Relu().Square();
    }

    /// <summary>The loss of pairs of embeddings.</summary>
    /// <param name="first">(pairs, n).</param>
    /// <param name="second">(pairs, n).</param>
    /// <param name="targets">(pairs,): 1 for a pair that belongs together, 0 for another.</param>
    /// <exception cref="ShapeException">The shapes do not belong together.</exception>
    public Tensor OfPairs(Tensor first, Tensor second, Tensor targets)
    {
        LossChecks.SameShape(Name, first, second);
        return Compute(TripletLoss.Distance(first, second), targets);
    }
}
