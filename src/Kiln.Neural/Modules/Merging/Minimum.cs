namespace Kiln.Neural;

/// <summary>The smallest of the inputs, element by element; of equal ones each gets a share of the gradient.</summary>
public sealed class Minimum : ElementwiseMerge
{
    private protected override Tensor Pair(Tensor left, Tensor right) => left.Minimum(right);
}
