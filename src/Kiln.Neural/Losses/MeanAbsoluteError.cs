namespace Kiln.Neural;

/// <summary>The mean over all elements of |output − target|: less moved by outliers than the squared error. The gradient at 0 is 0.</summary>
public sealed class MeanAbsoluteError : ElementwiseLoss
{
    /// <inheritdoc/>
    public override string Name => "mean_absolute_error";

    /// <inheritdoc/>
    protected override Tensor Elementwise(Tensor outputs, Tensor targets) => (outputs - targets).Abs();
}
