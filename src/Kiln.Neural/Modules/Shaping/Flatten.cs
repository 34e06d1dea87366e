namespace Kiln.Neural;

/// <summary>All axes after the batch as one: (B, H, W, C) → (B, H·W·C). A vector (B) becomes (B, 1).</summary>
public sealed class Flatten : Module
{
    /// <inheritdoc/>
    /// <exception cref="ShapeException">The input is a scalar.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rank switch
        {
            0 => throw new ShapeException($"{Label}: the input is a scalar; its first axis must be the batch"),
            1 => x.Reshape(x.Count, 1),
            _ => x.Flatten(startAxis: 1),
        };
    }

    internal override LastAxis Lead(LastAxis given) => given.Flattened;

    internal override OutputRange? RangeOf(OutputRange? given) => given;
}
