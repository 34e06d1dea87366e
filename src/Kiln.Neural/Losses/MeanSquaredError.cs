namespace Kiln.Neural;

/// <summary>The loss of regression: the mean over all elements of (output − target)².</summary>
public sealed class MeanSquaredError : ElementwiseLoss
{
    /// <inheritdoc/>
    public override string Name => "mean_squared_error";

    /// <inheritdoc/>
    protected override Tensor Elementwise(Tensor outputs, Tensor targets) => (outputs - targets).Square();
}
