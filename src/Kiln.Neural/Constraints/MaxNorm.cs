namespace Kiln.Neural;

/// <summary>
/// Scales the weights of a unit down to a largest length. Srivastava et al., "Dropout" (2014), section 5.1. A unit's weights are all axes but the last (for
/// convolutions Keras wants <c>axis=[0, 1, 2]</c> said).
/// </summary>
public sealed class MaxNorm : Constraint
{
    /// <summary>Makes the constraint.</summary>
    /// <param name="maximum">The largest length; 2 by default, as in Keras.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or not finite.</exception>
    public MaxNorm(double maximum = 2) => Maximum = Length(maximum, nameof(maximum));

    /// <summary>The largest length.</summary>
    public double Maximum { get; }

    internal override string FileName => "max_norm";

    internal override double[] FileValues => [Maximum];

    /// <inheritdoc/>
    public override Tensor Project(Tensor value)
    {
        Tensor lengths = Lengths(value);
        return value * (lengths.Minimum(Maximum) / (lengths + LossChecks.Epsilon));
    }
}
