namespace Kiln.Neural;

/// <summary>
/// The mean over all elements of max(1 − t · output, 0), with targets −1 and 1: the loss of the linear support vector machine. Targets that are all 0 or 1
/// are taken as −1 and 1, as in Keras.
/// </summary>
public sealed class Hinge : ElementwiseLoss
{
    /// <inheritdoc/>
    public override string Name => "hinge";

    /// <inheritdoc/>
    protected override Tensor Elementwise(Tensor outputs, Tensor targets) => Margin(outputs, targets);

    /// <summary>max(1 − t · output, 0), element by element.</summary>
    internal static Tensor Margin(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        bool binary = targets.EqualTo(0).LogicalOr(targets.EqualTo(1)).All().Item<bool>();
        return (1.0 - (binary ? targets * 2.0 - 1.0 : targets) * outputs).Relu();
    }
}
