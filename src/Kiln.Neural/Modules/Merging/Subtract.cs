namespace Kiln.Neural;

/// <summary>The first input less the second, element by element.</summary>
public sealed class Subtract : ElementwiseMerge
{
    /// <summary>Makes the module.</summary>
    public Subtract()
        : base(least: 2, most: 2)
    {
    }

    private protected override Tensor Pair(Tensor left, Tensor right) => left - right;
}
