namespace Kiln.Neural;

/// <summary>Scales the weights of a unit towards a length between two bounds. A unit's weights are all axes but the last.</summary>
public sealed class MinMaxNorm : Constraint
{
    /// <summary>Makes the constraint.</summary>
    /// <param name="minimum">The smallest length; 0 by default.</param>
    /// <param name="maximum">The largest length; 1 by default; at least the minimum.</param>
    /// <param name="rate">How much of the way is gone at each step: 1 (all of it, by default) enforces the bounds, less draws towards them. Above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public MinMaxNorm(double minimum = 0, double maximum = 1, double rate = 1)
    {
        Minimum = Length(minimum, nameof(minimum));
        Maximum = Length(maximum, nameof(maximum));
        if (maximum < minimum)
        {
            throw new ArgumentOutOfRangeException(nameof(maximum), $"constraint: maximum must be at least the minimum, {minimum}; got {maximum}");
        }

        Rate = rate is > 0 and <= 1
            ? rate
            : throw new ArgumentOutOfRangeException(nameof(rate), $"constraint: rate must be above 0 and at most 1, got {rate}");
    }

    /// <summary>The smallest length.</summary>
    public double Minimum { get; }

    /// <summary>The largest length.</summary>
    public double Maximum { get; }

    /// <summary>How much of the way is gone at each step.</summary>
    public double Rate { get; }

    internal override string FileName => "min_max_norm";

    internal override double[] FileValues => [Minimum, Maximum, Rate];

    /// <inheritdoc/>
    public override Tensor Project(Tensor value)
    {
        Tensor lengths = Lengths(value);
        Tensor wanted = lengths.Clamp(Minimum, Maximum) * Rate + lengths * (1 - Rate);
        return value * (wanted / (lengths + LossChecks.Epsilon));
    }
}
