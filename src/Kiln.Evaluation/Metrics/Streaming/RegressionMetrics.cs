using Kiln.Tensors;

namespace Kiln.Evaluation;

/// <summary>The mean of the squared differences over all elements, reported as <c>mean_squared_error</c>.</summary>
/// <param name="name">The key under which the score is reported.</param>
public sealed class MeanSquaredErrorMetric(string name = "mean_squared_error") : MeanMetric(name)
{
    private readonly TensorReader _reader = new();

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override void Update(Tensor outputs, Tensor targets)
    {
        Pairs.Check(Name, outputs, targets);
        Accumulate(Metrics.SumOfSquares(_reader.Doubles(outputs), _reader.OtherDoubles(targets)), outputs.Count);
    }
}

/// <summary>The mean of the absolute differences over all elements, reported as <c>mean_absolute_error</c>.</summary>
/// <param name="name">The key under which the score is reported.</param>
public sealed class MeanAbsoluteErrorMetric(string name = "mean_absolute_error") : MeanMetric(name)
{
    private readonly TensorReader _reader = new();

    /// <inheritdoc/>
    public override bool HigherIsBetter => false;

    /// <inheritdoc/>
    public override void Update(Tensor outputs, Tensor targets)
    {
        Pairs.Check(Name, outputs, targets);
        Accumulate(Metrics.SumOfAbsolutes(_reader.Doubles(outputs), _reader.OtherDoubles(targets)), outputs.Count);
    }
}

/// <summary>The shape check of metrics that compare element by element.</summary>
internal static class Pairs
{
    /// <summary>
    /// Throws unless both have the same shape, or differ only by a last axis of 1. Broadcasting (B,) against (B, 1) would compare every
    /// sample with every other: a classic silent mistake.
    /// </summary>
    public static void Check(string metric, Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        var (a, b) = (outputs.Shape, targets.Shape);
        if (a != b && !OnlyLastAxisDiffers(a, b) && !OnlyLastAxisDiffers(b, a))
        {
            throw new ShapeException($"{metric}: outputs have shape {outputs.Shape}, targets {targets.Shape}; expected the same shape.");
        }
    }

    private static bool OnlyLastAxisDiffers(Shape longer, Shape shorter) =>
        longer.Rank == shorter.Rank + 1 && longer[^1] == 1 && longer.Sizes[..^1].SequenceEqual(shorter.Sizes);
}
