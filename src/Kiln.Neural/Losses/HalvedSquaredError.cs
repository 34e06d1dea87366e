namespace Kiln.Neural;

/// <summary>Half the mean over all elements of (output − target)²: the squared error whose gradient is the difference itself.</summary>
public sealed class HalvedSquaredError : ElementwiseLoss
{
    /// <inheritdoc/>
    public override string Name => "halved_squared_error";

    /// <inheritdoc/>
    protected override Tensor Elementwise(Tensor outputs, Tensor targets) => (outputs - targets).Square() * 0.5;
}
