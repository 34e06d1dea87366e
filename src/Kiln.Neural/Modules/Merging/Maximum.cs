namespace Kiln.Neural;

/// <summary>The largest of the inputs, element by element; of equal ones each gets a share of the gradient.</summary>
public sealed class Maximum : ElementwiseMerge
{
    private protected override Tensor Pair(Tensor left, Tensor right) => left.Maximum(right);
}
