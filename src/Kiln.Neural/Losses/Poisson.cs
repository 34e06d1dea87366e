namespace Kiln.Neural;

/// <summary>The mean over all elements of output − target · log(output + 10⁻⁷): the loss of counts whose rate the network gives (positive), as in Keras.</summary>
public sealed class Poisson : ElementwiseLoss
{
    /// <inheritdoc/>
    public override string Name => "poisson";

    /// <inheritdoc/>
    protected override Tensor Elementwise(Tensor outputs, Tensor targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return outputs - targets * (outputs + LossChecks.Epsilon).Log();
    }

    internal override LossObjection? Judge(OutputRange outputs) => outputs.Least < 0
        ? LossObjection.Doubt($"the network ends in {outputs.What}, which may give negative numbers, whose logarithm is NaN; the loss takes rates. Put an Exponential() or a Softplus() last")
        : null;
}
