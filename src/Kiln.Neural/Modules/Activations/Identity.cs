namespace Kiln.Neural;

/// <summary>The input itself: Keras's linear activation, and a place holder where a network has an optional layer.</summary>
public sealed class Identity : Module
{
    /// <inheritdoc/>
    /// <param name="x">Any tensor.</param>
    /// <returns>The same tensor.</returns>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x;
    }

    internal override LastAxis Lead(LastAxis given) => given;

    internal override OutputRange? RangeOf(OutputRange? given) => given;
}
