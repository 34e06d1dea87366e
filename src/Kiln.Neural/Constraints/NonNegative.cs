namespace Kiln.Neural;

/// <summary>Sets negative values to zero.</summary>
public sealed class NonNegative : Constraint
{
    internal override string FileName => "non_negative";

    /// <inheritdoc/>
    public override Tensor Project(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Relu();
    }
}
