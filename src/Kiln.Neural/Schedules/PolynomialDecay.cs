namespace Kiln.Neural;

/// <summary>(initial − end) · (1 − step / steps)^power + end, and end from then on: linear by default.</summary>
public sealed class PolynomialDecay : Schedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="initial">The learning rate of the first step.</param>
    /// <param name="steps">After how many steps the end is reached; at least 1.</param>
    /// <param name="end">The last learning rate; 0.0001 by default, as in Keras.</param>
    /// <param name="power">The exponent; positive, 1 by default.</param>
    /// <param name="cycle">Whether the way is lengthened by <paramref name="steps"/> whenever it ends, the learning rate jumping up; false by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public PolynomialDecay(double initial, long steps, double end = 1e-4, double power = 1, bool cycle = false)
    {
        (Initial, DecaySteps, End) = (Rate(initial, nameof(initial)), Steps(steps, nameof(steps)), Rate(end, nameof(end)));
        (Power, Cycle) = (Positive(power, nameof(power)), cycle);
    }

    /// <summary>The learning rate of the first step.</summary>
    public double Initial { get; }

    /// <summary>After how many steps the end is reached.</summary>
    public long DecaySteps { get; }

    /// <summary>The last learning rate.</summary>
    public double End { get; }

    /// <summary>The exponent.</summary>
    public double Power { get; }

    /// <summary>Whether the way is lengthened whenever it ends.</summary>
    public bool Cycle { get; }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double way = Cycle ? DecaySteps * Math.Max(1, Math.Ceiling((double)step / DecaySteps)) : DecaySteps;
        double done = Math.Min(step, way) / way;
        return (Initial - End) * Math.Pow(1 - done, Power) + End;
    }
}
