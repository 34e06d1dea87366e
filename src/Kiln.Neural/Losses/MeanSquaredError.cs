namespace Kiln.Neural;

/// <summary>The loss of regression: the mean over all elements of (output − target)².</summary>
public sealed class MeanSquaredError : Loss
{
    /// <inheritdoc/>
    public override string Name => "mean_squared_error";

    /// <inheritdoc/>
    /// <param name="outputs">Any shape, floating point.</param>
    /// <param name="targets">The same shape, any numeric type. Shapes are not broadcast: (32, 1) against (32,) would compare all pairs.</param>
    /// <exception cref="ShapeException">The shapes differ, or there are no elements.</exception>
    public override Tensor Compute(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (outputs.Shape != targets.Shape || outputs.Count == 0)
        {
            string hint = outputs.Rank == targets.Rank + 1 && outputs.Shape[-1] == 1 ? "; give the targets a last axis with ExpandDims(-1)" : string.Empty;
            throw new ShapeException($"mean squared error: outputs {outputs.Shape} and targets {targets.Shape} must have the same shape and elements{hint}");
        }

        Tensor difference = outputs - targets.To(outputs.DType);
        return (difference * difference).Mean();
    }
}
