namespace Kiln.Neural;

/// <summary>initial / (1 + rate · step / steps).</summary>
public sealed class InverseTimeDecay : Schedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="initial">The learning rate of the first step.</param>
    /// <param name="steps">The unit of time, in steps; at least 1.</param>
    /// <param name="rate">How much the divisor grows per unit; not negative.</param>
    /// <param name="staircase">Whether it grows at once at the end of each unit; false by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public InverseTimeDecay(double initial, long steps, double rate, bool staircase = false) =>
        (Initial, DecaySteps, DecayRate, Staircase) = (Rate(initial, nameof(initial)), Steps(steps, nameof(steps)), Rate(rate, nameof(rate)), staircase);

    /// <summary>The learning rate of the first step.</summary>
    public double Initial { get; }

    /// <summary>The unit of time, in steps.</summary>
    public long DecaySteps { get; }

    /// <summary>How much the divisor grows per unit.</summary>
    public double DecayRate { get; }

    /// <summary>Whether it grows at once.</summary>
    public bool Staircase { get; }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double units = (double)step / DecaySteps;
        return Initial / (1 + DecayRate * (Staircase ? Math.Floor(units) : units));
    }
}
