namespace Kiln.Neural;

/// <summary>
/// The mean over all elements of (log(1 + output) − log(1 + target))²: relative differences of quantities that are not negative. What lies
/// below 10⁻⁷ counts as that and has no gradient, as in Keras.
/// </summary>
public sealed class MeanSquaredLogarithmicError : ElementwiseLoss
{
    /// <inheritdoc/>
    public override string Name => "mean_squared_logarithmic_error";

    /// <inheritdoc/>
    protected override Tensor Elementwise(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        return (outputs.Maximum(LossChecks.Epsilon).Log1p() - targets.Maximum(LossChecks.Epsilon).Log1p()).Square();
    }
}
