namespace Kiln.Neural;

/// <summary>The sum of the inputs, element by element.</summary>
public sealed class Add : ElementwiseMerge
{
    private protected override Tensor Pair(Tensor left, Tensor right) => left + right;
}
