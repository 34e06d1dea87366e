namespace Kiln.Neural;

/// <summary>Which triplets of a batch <see cref="TripletLoss"/> takes.</summary>
public enum TripletMining
{
    /// <summary>For each sample its farthest companion and the nearest stranger. Hermans, Beyer and Leibe, "In defense of the triplet loss" (2017), equation 5.</summary>
    BatchHard,

    /// <summary>Every triplet that violates the margin, averaged over those. Hermans et al. (2017), equation 6, without the triplets at zero.</summary>
    BatchAll,
}

/// <summary>
/// Draws samples of one class together and strangers at least a margin farther away: max(d(anchor, positive) − d(anchor, negative) + margin, 0). Schroff et al.,
/// "FaceNet" (2015), with distances not squared, as in PyTorch. Outputs are embeddings, targets are classes; triplets are formed within the batch.
/// </summary>
public sealed class TripletLoss : Loss
{
    // As PyTorch's pairwise_distance: keeps the root's gradient finite where embeddings are equal.
    private const double Epsilon = 1e-6;

    /// <summary>How much farther strangers should be; 1 by default, positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not positive, or not finite.</exception>
    public double Margin
    {
        get;
        init => field = LossChecks.Positive(value);
    }

    = 1;

    /// <summary>Which triplets count; <see cref="TripletMining.BatchHard"/> by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a value of the enumeration.</exception>
    public TripletMining Mining
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Mining), $"Mining: {(int)value} is not a value of {nameof(TripletMining)}");
    }

    /// <inheritdoc/>
    public override string Name => "triplet";

    /// <inheritdoc/>
    /// <param name="outputs">(batch, n): embeddings.</param>
    /// <param name="targets">(batch,): classes as integers. A batch without two of a class, or with one class only, has no triplet and the loss 0.</param>
    /// <exception cref="ShapeException">The outputs are not (batch, n), or there is not one class per row.</exception>
    public override Tensor Compute(Tensor outputs, Tensor targets)
    {
        LossChecks.Given(Name, outputs, targets);
        if (outputs.Rank != 2 || targets.Rank != 1 || targets.Shape[0] != outputs.Shape[0] || !targets.DType.IsInteger())
        {
            throw new ShapeException($"triplet: expected embeddings (batch, n) and integer classes (batch,), got {outputs.Shape} and {targets.DType.Name()} {targets.Shape}");
        }

        int count = outputs.Shape[0];
        Tensor same = targets.ExpandDims(1).EqualTo(targets.ExpandDims(0)); // (B, B)
        Tensor together = same.LogicalXor(Tensor.Eye(count, dtype: DType.Bool));
        Tensor distances = Distance(outputs.ExpandDims(1), outputs.ExpandDims(0)); // (B, 1, n) and (1, B, n) → (B, B)
        return Mining == TripletMining.BatchHard ? Hard(distances, together, same) : All(distances, together, same);
    }

    /// <summary>The mean over triplets that are given.</summary>
    /// <param name="anchor">(triplets, n).</param>
    /// <param name="positive">(triplets, n): of the anchor's class.</param>
    /// <param name="negative">(triplets, n): of another class.</param>
    /// <exception cref="ShapeException">The shapes differ, or there are no elements.</exception>
    public Tensor OfTriplets(Tensor anchor, Tensor positive, Tensor negative)
    {
        LossChecks.SameShape(Name, anchor, positive);
        LossChecks.SameShape(Name, anchor, negative);
        return (Distance(anchor, positive) - Distance(anchor, negative) + Margin).Relu().Mean();
    }

    /// <summary>‖a − b + ε‖ over the last axis, as PyTorch's pairwise_distance.</summary>
    internal static Tensor Distance(Tensor a, Tensor b) => (a - b + Epsilon).Square().Sum(-1).Sqrt();

    private Tensor Hard(Tensor distances, Tensor together, Tensor same)
    {
        // Anchors that have both a companion and a stranger.
        Tensor anchors = together.Any(1).LogicalAnd(same.LogicalNot().Any(1));
        Tensor farthest = Tensor.Where(together, distances, double.NegativeInfinity).Max(1);
        Tensor nearest = Tensor.Where(same, double.PositiveInfinity, distances).Min(1);
        return MeanOver(Tensor.Where(anchors, farthest - nearest + Margin, 0.0).Relu(), anchors);
    }

    private Tensor All(Tensor distances, Tensor together, Tensor same)
    {
        // (anchor, positive, 1) − (anchor, 1, negative) → (B, B, B)
        Tensor triplets = together.ExpandDims(2).LogicalAnd(same.LogicalNot().ExpandDims(1));
        Tensor losses = Tensor.Where(triplets, distances.ExpandDims(2) - distances.ExpandDims(1) + Margin, 0.0).Relu();
        return MeanOver(losses, losses.Detach().Greater(0));
    }

    private static Tensor MeanOver(Tensor losses, Tensor counted) => losses.Sum() / Math.Max(1, counted.To(losses.DType).Sum().Item<double>());
}
