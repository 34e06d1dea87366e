namespace Kiln.Neural;

/// <summary>The product of the inputs, element by element.</summary>
public sealed class Multiply : ElementwiseMerge
{
    private protected override Tensor Pair(Tensor left, Tensor right) => left * right;
}
