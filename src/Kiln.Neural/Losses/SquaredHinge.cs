namespace Kiln.Neural;

/// <summary>The mean over all elements of max(1 − t · output, 0)²: <see cref="Hinge"/> squared, which is smooth and punishes large mistakes more.</summary>
public sealed class SquaredHinge : ElementwiseLoss
{
    /// <inheritdoc/>
    public override string Name => "squared_hinge";

    /// <inheritdoc/>
    protected override Tensor Elementwise(Tensor outputs, Tensor targets) => Hinge.Margin(outputs, targets).Square();
}
