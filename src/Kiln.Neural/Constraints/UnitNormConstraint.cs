namespace Kiln.Neural;

/// <summary>Scales the weights of each unit to length 1. A unit's weights are all axes but the last. Keras's <c>UnitNorm</c>.</summary>
public sealed class UnitNormConstraint : Constraint
{
    internal override string FileName => "unit_norm";

    /// <inheritdoc/>
    public override Tensor Project(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value / (Lengths(value) + LossChecks.Epsilon);
    }
}
