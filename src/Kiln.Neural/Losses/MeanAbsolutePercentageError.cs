namespace Kiln.Neural;

/// <summary>The mean over all elements of 100 · |output − target| / |target|, in percent. A target nearer to 0 than 10⁻⁷ counts as that, as in Keras.</summary>
public sealed class MeanAbsolutePercentageError : ElementwiseLoss
{
    /// <inheritdoc/>
    public override string Name => "mean_absolute_percentage_error";

    /// <inheritdoc/>
    protected override Tensor Elementwise(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return ((outputs - targets) / targets.Abs().Maximum(LossChecks.Epsilon)).Abs() * 100.0;
    }
}
